"""When members meet, and what they note about it."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.records.classification import classified
from core.records.models import Record
from engagements.enums import SessionState


class Session(Record):
    """A meeting. Its calendar identity is the row's key; each change raises `sequence`."""

    engagement = models.ForeignKey(
        "engagements.Engagement", models.CASCADE, related_name="sessions"
    )
    starts_at = models.DateTimeField(_("starts"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PLANNED)
    place = models.CharField(_("where, or the link of the call"), max_length=300, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    agenda = EncryptedTextField(_("agenda"), blank=True)
    notes = EncryptedTextField(_("notes"), blank=True)
    planned_by = models.ForeignKey(
        "participants.Person", models.SET_NULL, null=True, related_name="+"
    )
    logged_by = models.ForeignKey(
        "participants.Person", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    logged_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    #: How a held session stood before it was logged: state, starts_at, minutes, cancelled_at.
    before_log = models.JSONField(null=True, blank=True)
    unplanned = models.BooleanField(default=False)

    fields_are = classified(
        retention="relationship",
        internal=(
            "engagement starts_at minutes state sequence planned_by logged_by logged_at"
            " cancelled_at before_log unplanned"
        ),
        personal="place",
        confidential="agenda notes",
    )

    class Meta:
        ordering = ["engagement", "starts_at", "id"]
        indexes = [
            models.Index(fields=["engagement", "state", "starts_at"], name="session_of_pair"),
            models.Index(
                fields=["starts_at"], name="session_planned", condition=Q(state="planned")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="held") & Q(logged_at__isnull=False))
                | (~Q(state="held") & Q(logged_at__isnull=True)),
                name="session_held_logged",
            ),
            models.CheckConstraint(
                condition=(Q(state="cancelled") & Q(cancelled_at__isnull=False))
                | (~Q(state="cancelled") & Q(cancelled_at__isnull=True)),
                name="session_cancelled_dated",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=480), name="session_length_sane"
            ),
        ]

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def __str__(self) -> str:
        return str(self.pk)
