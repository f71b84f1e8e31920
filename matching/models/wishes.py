"""Whom mentees would like as their mentor, and peers as their peer, where the policy lets them say so."""

from django.db import models

from core.records.classification import classified
from core.records.models import Record


class MentorWish(Record):
    """A mentee would like this mentor; `place` 1 is the dearest. A peer stands in `mentee`, and whom
    they would like in `mentor`.
    """

    mentee = models.ForeignKey("programs.Enrolment", models.CASCADE, related_name="mentor_wishes")
    mentor = models.ForeignKey("programs.Enrolment", models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()

    fields_are = classified(retention="program", personal="mentee mentor place")

    class Meta:
        ordering = ["mentee", "place"]
        verbose_name_plural = "mentor wishes"
        constraints = [
            models.UniqueConstraint(fields=["mentee", "mentor"], name="mentor_wish_once"),
            models.UniqueConstraint(fields=["mentee", "place"], name="mentor_wish_place_once"),
            models.CheckConstraint(
                condition=models.Q(place__gte=1, place__lte=5), name="mentor_wish_place_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
