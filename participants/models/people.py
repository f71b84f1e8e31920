"""A person at work, their organisation roles, and the invitation that lets them in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.accounts.models import validate_timezone
from core.records.classification import classified
from core.records.models import Record
from participants.enums import OrganisationRole, PersonStatus

#: What a name to show is made of.
NAMED_BY = ("given_name", "family_name", "employee_id", "email")


def name_of(given_name: str, family_name: str, employee_id: str, email: str) -> str:
    """The name to show of somebody who is read as plain values, those of `NAMED_BY`."""
    full = f"{given_name} {family_name}".strip()
    if full:
        return full
    if employee_id:
        return str(_("Employee %(number)s") % {"number": employee_id})
    return email or str(_("A person without a name"))


class Person(Record):
    """Somebody who works here. They may have neither name nor e-mail: a staff list may lack both."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person"
    )
    employee_id = models.CharField(_("employee number"), max_length=64, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    given_name = models.CharField(_("given name"), max_length=120, blank=True)
    family_name = models.CharField(_("family name"), max_length=120, blank=True)
    sort_key = models.CharField(max_length=260, blank=True, editable=False)
    job_title = models.CharField(_("job title"), max_length=160, blank=True)
    grade = models.CharField(_("grade"), max_length=40, blank=True)
    seniority = models.PositiveSmallIntegerField(_("seniority"), null=True, blank=True)
    business_unit = models.ForeignKey(
        "participants.Unit", models.SET_NULL, null=True, blank=True, related_name="members"
    )
    function = models.ForeignKey(
        "participants.Unit", models.SET_NULL, null=True, blank=True, related_name="specialists"
    )
    site = models.ForeignKey(
        "participants.Unit", models.SET_NULL, null=True, blank=True, related_name="residents"
    )
    manager = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    started_on = models.DateField(_("working here since"), null=True, blank=True)
    timezone = models.CharField(max_length=64, blank=True, validators=[validate_timezone])
    status = models.CharField(max_length=10, choices=PersonStatus, default=PersonStatus.ACTIVE)
    is_external = models.BooleanField(_("works elsewhere"), default=False)
    is_sample = models.BooleanField(default=False)

    fields_are = classified(
        retention="employment",
        public="given_name family_name sort_key job_title business_unit function site",
        internal="user status is_external is_sample",
        personal="employee_id email grade seniority manager started_on timezone",
    )

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=~Q(email=""), name="person_email_unique"
            ),
            models.UniqueConstraint(
                fields=["employee_id"],
                condition=~Q(employee_id=""),
                name="person_employee_id_unique",
            ),
            models.CheckConstraint(
                condition=Q(manager__isnull=True) | ~Q(manager=models.F("id")),
                name="person_not_own_manager",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name to show; an employee number where the staff list had no names."""
        return name_of(self.given_name, self.family_name, self.employee_id, self.email)


class OrgRole(Record):
    """A role in the whole organisation, or in one unit."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="org_roles")
    role = models.CharField(max_length=20, choices=OrganisationRole)
    unit = models.ForeignKey("participants.Unit", models.CASCADE, null=True, blank=True)

    fields_are = classified(retention="employment", internal="person role unit")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "unit"], nulls_distinct=False, name="org_role_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class Invitation(Record):
    """A person was asked to sign in; the link carries a signed token, never a password."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="short", internal="person sent_at expires_at accepted_at revoked_at"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_one_open",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)
