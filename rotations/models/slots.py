"""What a host offers, and what a track asks of its mentees."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.records.classification import classified
from core.records.models import Record
from rotations.enums.rotating import SlotStage, SlotState


class RotationRequirement(Record):
    """How many rotations a track asks for, and through how many functions they lead."""

    track = models.OneToOneField(
        "programs.Track", models.CASCADE, related_name="rotation_requirement"
    )
    foundation_count = models.PositiveSmallIntegerField(_("foundation rotations"), default=1)
    lead_count = models.PositiveSmallIntegerField(_("lead rotations"), default=1)
    functions = models.PositiveSmallIntegerField(_("different functions"), default=2)

    fields_are = classified(
        retention="program", public="track foundation_count lead_count functions"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(functions__lte=F("foundation_count") + F("lead_count")),
                name="requirement_functions_possible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.track}: {self.foundation_count} + {self.lead_count}"


class RotationSlot(Record):
    """A project in another team that waits for somebody, and who looks after them there.

    `taken` counts its live placements. The row is locked in the same transaction that makes or
    ends one.
    """

    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="rotation_slots")
    host = models.ForeignKey("participants.Person", models.CASCADE, related_name="rotation_slots")
    function = models.ForeignKey(
        "participants.Unit", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    competency = models.ForeignKey(
        "participants.Competency", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    title = models.CharField(_("project"), max_length=120)
    purpose = models.TextField(_("what it is for"), max_length=2000, blank=True)
    stakeholders = models.TextField(_("who has a stake in it"), max_length=1000, blank=True)
    stage = models.CharField(max_length=12, choices=SlotStage, default=SlotStage.FOUNDATION)
    capacity = models.PositiveSmallIntegerField(_("places"), default=1)
    taken = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    state = models.CharField(max_length=10, choices=SlotState, default=SlotState.DRAFT)
    offered_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="program",
        internal=(
            "program host function competency title purpose stakeholders stage capacity taken"
            " starts_on ends_on state offered_at settled_at"
        ),
    )

    class Meta:
        ordering = ["starts_on", "title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="rotation_slot_dates"
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1, taken__lte=F("capacity")),
                name="rotation_slot_capacity",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offered_at__isnull=False),
                name="rotation_slot_offered_dated",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["withdrawn", "closed"], settled_at__isnull=False)
                | Q(state__in=["draft", "offered"], settled_at__isnull=True),
                name="rotation_slot_settled_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.title
