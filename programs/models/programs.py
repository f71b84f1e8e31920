"""What an organisation runs, and who answers for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.records.classification import classified
from core.records.models import Record
from programs.enums import ProgramRoleKind


class Program(Record):
    """A mentorship program; its charter, tracks and cohorts hang from it."""

    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=240, blank=True)
    template = models.SlugField(max_length=40, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)

    fields_are = classified(
        retention="program",
        public="name summary published_at",
        internal="template archived_at is_sample",
    )

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class ProgramRole(Record):
    """A person answers for a program, or looks at it, in a role."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="roles")
    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="program_roles")
    role = models.CharField(max_length=20, choices=ProgramRoleKind)

    fields_are = classified(retention="program", public="program person role")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "person", "role"], name="program_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"
