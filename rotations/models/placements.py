"""Who spends which days in which slot."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.records.classification import classified
from core.records.models import Record
from rotations.enums.rotating import PlacementRole, PlacementState, RefusalCategory


class Placement(Record):
    """A person in a slot, from its proposal to its end; a person's live ones never overlap.

    Those that were proposed in one act share a `batch`. `reasons` say why, in codes.
    """

    slot = models.ForeignKey("rotations.RotationSlot", models.CASCADE, related_name="placements")
    enrolment = models.ForeignKey(
        "programs.Enrolment", models.CASCADE, related_name="rotation_placements"
    )
    person = models.ForeignKey(
        "participants.Person", models.CASCADE, related_name="rotation_placements"
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    state = models.CharField(max_length=10, choices=PlacementState, default=PlacementState.PROPOSED)
    batch = models.UUIDField()
    reasons = models.JSONField(default=list, blank=True)
    proposed_at = models.DateTimeField()
    host_confirmed_at = models.DateTimeField(null=True, blank=True)
    mentee_confirmed_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="program",
        internal=(
            "slot enrolment person starts_on ends_on state batch proposed_at host_confirmed_at"
            " mentee_confirmed_at started_at ended_at"
        ),
        personal="reasons",
    )

    class Meta:
        ordering = ["starts_on", "id"]
        indexes = [models.Index(fields=["batch"], name="placement_batch")]
        constraints = [
            ExclusionConstraint(
                name="placement_no_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_on"),
                            F("ends_on"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state__in=["proposed", "confirmed", "active", "completed"]),
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="placement_dates"),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "active", "completed"])
                | Q(host_confirmed_at__isnull=False, mentee_confirmed_at__isnull=False),
                name="placement_confirmed_by_both",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["active", "completed"]) | Q(started_at__isnull=False),
                name="placement_started_dated",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["completed", "declined", "withdrawn", "cancelled"],
                    ended_at__isnull=False,
                )
                | Q(state__in=["proposed", "confirmed", "active"], ended_at__isnull=True),
                name="placement_ended_dated",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PlacementRefusal(Record):
    """Somebody's no. Those who run the program learn the category, nobody reads the words."""

    placement = models.OneToOneField(Placement, models.CASCADE, related_name="refusal")
    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="+")
    role = models.CharField(max_length=10, choices=PlacementRole)
    declined_at = models.DateTimeField()
    category = models.CharField(max_length=10, choices=RefusalCategory)
    words = EncryptedTextField(_("in your own words"), blank=True)

    fields_are = classified(
        retention="program",
        internal="placement role declined_at",
        personal="person category",
        confidential="words",
    )

    def __str__(self) -> str:
        return str(self.pk)
