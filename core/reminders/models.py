"""Reminders, the daily digests that gather them, and the budget they draw on."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.records.classification import classified
from core.records.models import Record
from core.reminders.enums import OPEN, SETTLED, Skipped, State

_PAIRED = (
    Q(state=State.SCHEDULED, claimed_at=None, settled_at=None)
    | Q(state=State.CLAIMED, claimed_at__isnull=False, settled_at=None)
    | Q(state__in=SETTLED, claimed_at=None, settled_at__isnull=False)
)


class Digest(Record):
    """The one summary that a person got on one day of their own calendar."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    day = models.DateField()

    fields_are = classified(retention="short", internal="day", personal="recipient")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "day"], name="digest_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class Reminder(Record):
    """One nudge about one thing to one person.

    `occurrence_key` says which occurrence it is ("2026-03", "day before") and never changes.
    `due_day` and `due_time` are what the clock on the wall shows: in the time zone `zone`, or
    wherever the recipient is if that is empty. `due_at` follows from them. `act_at` is when the
    tick looks at it next: when due, at the end of quiet hours, at the next digest.
    """

    kind = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders"
    )
    occurrence_key = models.CharField(max_length=80)
    due_day = models.DateField()
    due_time = models.TimeField()
    zone = models.CharField(max_length=64, blank=True)
    due_at = models.DateTimeField()
    act_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.SCHEDULED)
    claimed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    skipped_because = models.CharField(max_length=20, choices=Skipped, blank=True)
    digest = models.ForeignKey(
        Digest, null=True, on_delete=models.SET_NULL, related_name="reminders"
    )

    fields_are = classified(
        retention="short",
        internal=(
            "kind subject_type subject_id occurrence_key due_day due_time zone due_at act_at state"
            " claimed_at settled_at skipped_because digest"
        ),
        personal="recipient",
    )

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id", "recipient", "occurrence_key"],
                name="reminder_once_per_occurrence",
            ),
            models.CheckConstraint(name="reminder_state_has_its_time", condition=_PAIRED),
            models.CheckConstraint(
                name="reminder_skipped_for_a_reason",
                condition=Q(state=State.SKIPPED) ^ Q(skipped_because=""),
            ),
        ]
        indexes = [
            models.Index(fields=["act_at"], name="reminder_open", condition=Q(state__in=OPEN)),
            models.Index(fields=["recipient", "state"], name="reminder_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.occurrence_key}"


class Ask(Record):
    """One draw on a person's weekly budget: a mail of reminders, a survey."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=200, unique=True)
    asked_at = models.DateTimeField()

    fields_are = classified(retention="short", internal="kind key asked_at", personal="recipient")

    class Meta:
        indexes = [models.Index(fields=["recipient", "asked_at"], name="ask_of_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.asked_at:%Y-%m-%d}"
