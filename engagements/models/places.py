"""Who holds a place in a track, and how many a mentor may give: truths the database keeps."""

from django.db import models
from django.db.models import F, Q

from core.records.classification import classified
from core.records.models import Record
from engagements.enums import PlaceState


class Place(Record):
    """A mentee's or a peer's place in a track: held by an offer, active once accepted, then ended.

    `mentor` is whose capacity it uses up; among peers each has a place of their own, and nobody's is.
    """

    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="places")
    track = models.ForeignKey("programs.Track", models.CASCADE, related_name="+")
    mentor = models.ForeignKey(
        "participants.Person", models.CASCADE, null=True, blank=True, related_name="+"
    )
    exclusive = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=PlaceState, default=PlaceState.HELD)
    engagement = models.ForeignKey(
        "engagements.Engagement", models.SET_NULL, null=True, blank=True, related_name="places"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="relationship", internal="person track mentor exclusive state engagement ended_at"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "track"],
                condition=Q(exclusive=True, state__in=["held", "active"]),
                name="place_exclusive",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False)
                | (~Q(state="ended") & Q(ended_at__isnull=True)),
                name="place_ended_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.state}"


class MentorCapacity(Record):
    """How many mentees a mentor may have, over all programs, and how many places are taken.

    The row is locked in the same transaction that holds or ends a place. Unless the limit was
    `fixed` by hand, it follows what the mentor promised in the cohorts that are still open.
    """

    person = models.OneToOneField(
        "participants.Person", models.CASCADE, related_name="mentor_capacity"
    )
    limit = models.PositiveSmallIntegerField(default=1)
    fixed = models.BooleanField(default=False)
    taken = models.PositiveSmallIntegerField(default=0)

    fields_are = classified(retention="relationship", internal="person limit fixed taken")

    class Meta:
        verbose_name_plural = "mentor capacities"
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("limit")), name="mentor_capacity_not_exceeded"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.taken}/{self.limit}"
