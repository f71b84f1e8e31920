"""Short conversations: a slot that a mentor offers, and who has taken a seat in it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.records.classification import classified
from core.records.models import Record
from engagements.enums import SeatState, SlotState


def _time() -> Func:
    """From its beginning to just before its end: one may follow the other."""
    return Func(
        F("starts_at"),
        F("ends_at"),
        function="tstzrange",
        output_field=DateTimeRangeField(),
    )


class FlashSlot(Record):
    """A time that a mentor of a flash track offers. `taken` is its ledger of seats.

    The row is locked in the same transaction that gives a seat or takes it back.
    """

    cohort = models.ForeignKey("programs.Cohort", models.PROTECT, related_name="flash_slots")
    track = models.ForeignKey("programs.Track", models.PROTECT, related_name="flash_slots")
    mentor = models.ForeignKey(
        "participants.Person", models.CASCADE, related_name="offered_flash_slots"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    topic = models.CharField(_("what about"), max_length=120)
    competency = models.ForeignKey(
        "participants.Competency", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    place = models.CharField(_("where, or the link of the call"), max_length=300, blank=True)
    seats = models.PositiveSmallIntegerField(_("how many people"), default=1)
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    state = models.CharField(max_length=10, choices=SlotState, default=SlotState.OFFERED)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="relationship",
        internal=(
            "cohort track mentor starts_at ends_at competency seats taken state withdrawn_at"
        ),
        personal="topic place",
    )

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["track", "starts_at"], name="flash_slot_of_track")]
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("seats")), name="flash_seats_kept"),
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=20), name="flash_seats_sane"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="flash_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state="offered", withdrawn_at=None)
                | Q(state="withdrawn", withdrawn_at__isnull=False),
                name="flash_withdrawn_dated",
            ),
            ExclusionConstraint(
                name="flash_mentor_once_at_a_time",
                expressions=[("mentor", "="), (_time(), "&&")],
                condition=Q(state="offered"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def minutes(self) -> int:
        """How long it is."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def free(self) -> int:
        """Seats that nobody has taken."""
        return max(self.seats - self.taken, 0)


class FlashBooking(Record):
    """Somebody in a slot, or on its waiting list. The meeting itself is an engagement's session.

    Its times are the slot's: so the database keeps anybody from being in two places at once.
    """

    slot = models.ForeignKey(FlashSlot, models.CASCADE, related_name="bookings")
    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="flash_bookings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=SeatState, default=SeatState.WAITING)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    engagement = models.OneToOneField(
        "engagements.Engagement",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="flash_booking",
    )
    mentee_line = EncryptedTextField(_("what you take with you"), blank=True)
    mentor_line = EncryptedTextField(_("what you would like to say"), blank=True)

    fields_are = classified(
        retention="relationship",
        internal="slot person starts_at ends_at state cancelled_at engagement",
        confidential="mentee_line mentor_line",
    )

    class Meta:
        ordering = ["slot", "created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "person"],
                condition=Q(state__in=["waiting", "booked"]),
                name="flash_booking_once",
            ),
            models.CheckConstraint(
                condition=(Q(state="cancelled") & Q(cancelled_at__isnull=False))
                | (~Q(state="cancelled") & Q(cancelled_at=None)),
                name="flash_cancelled_dated",
            ),
            ExclusionConstraint(
                name="flash_mentee_once_at_a_time",
                expressions=[("person", "="), (_time(), "&&")],
                condition=Q(state="booked"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
