"""When two talk for the first time, before the final yes: times that one suggests and the other picks."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.records.classification import classified
from core.records.models import Record


class TalkTime(Record):
    """A time that one of the two suggests. Its calendar identity is the row's key, once it is picked;
    `gone_at` says that it is suggested no more, or called off.
    """

    proposal = models.ForeignKey("matching.Proposal", models.CASCADE, related_name="talk_times")
    suggested_by = models.ForeignKey("participants.Person", models.CASCADE, related_name="+")
    starts_at = models.DateTimeField(_("starts"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=30)
    place = models.CharField(_("where, or the link of the call"), max_length=300, blank=True)
    picked_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)

    fields_are = classified(
        retention="program",
        internal="proposal suggested_by starts_at minutes picked_at gone_at sequence",
        personal="place",
    )

    class Meta:
        ordering = ["proposal", "starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(picked_at__isnull=False, gone_at__isnull=True),
                name="talk_time_one_picked",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=480), name="talk_time_length_sane"
            ),
        ]

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def __str__(self) -> str:
        return str(self.pk)
