"""Another way, offered to who was left without anybody: another track, or a short conversation."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.records.classification import classified
from core.records.models import Record
from matching.enums import OfferState


class OtherWay(Record):
    """Somebody who waits is asked whether they would rather take part in `track`, or is told of its
    short conversations, which need no yes.

    All that one act offered share its `batch`. `taken` is the sign-up that a yes has led to, and `enrolment` the
    one that was left for it.
    """

    enrolment = models.ForeignKey("programs.Enrolment", models.CASCADE, related_name="other_ways")
    track = models.ForeignKey("programs.Track", models.CASCADE, related_name="+")
    run = models.ForeignKey("matching.MatchRun", models.CASCADE, related_name="other_ways")
    batch = models.UUIDField(db_index=True)
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.OPEN)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken = models.ForeignKey(
        "programs.Enrolment", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    fields_are = classified(
        retention="program",
        internal="track run batch opened_at expires_at offered_by",
        personal="enrolment state answered_at taken",
    )

    class Meta:
        ordering = ["-opened_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(state="open"), name="other_way_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "declined"]) | Q(answered_at__isnull=False),
                name="other_way_answer_dated",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
