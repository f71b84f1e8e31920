"""Proposals on their way to people: mentor first, then mentee; peers at once."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.records.classification import classified
from core.records.models import Record
from matching.enums import DeclineCategory, OfferRole, OfferState


class Publication(Record):
    """A run was published: its offers went out. One that nobody has answered can be withdrawn."""

    run = models.ForeignKey("matching.MatchRun", models.CASCADE, related_name="publications")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    fields_are = classified(
        retention="program", internal="run published_at published_by withdrawn_at"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run"], condition=Q(withdrawn_at__isnull=True), name="publication_one_live"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Offer(Record):
    """One side of a proposal is asked; the mentee's turn comes when the mentor has accepted. Peers are
    asked both at once, and each holds a place of their own from their yes.

    The mentee's offer holds the place from then on. Without a publication it was the mentee who
    asked, or a peer, in the place of the mentee: theirs is accepted, and holds the place, from the start; of
    peers the other one's holds one as well. `answered_by` differs from the person where
    somebody who runs the program recorded an answer given by word of mouth. Whoever would lead a circle
    as the second has one offer for all of it, on one of its proposals.
    """

    proposal = models.ForeignKey("matching.Proposal", models.CASCADE, related_name="offers")
    publication = models.ForeignKey(
        Publication, models.CASCADE, null=True, blank=True, related_name="offers"
    )
    person = models.ForeignKey("participants.Person", models.CASCADE, related_name="offers")
    role = models.CharField(max_length=10, choices=OfferRole)
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.WAITING)
    opened_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decline_category = models.CharField(max_length=10, choices=DeclineCategory, blank=True)
    decline_words = EncryptedTextField(_("your words, for nobody but you"), blank=True)
    held_place = models.OneToOneField(
        "engagements.Place", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    fields_are = classified(
        retention="program",
        internal=(
            "proposal publication role state opened_at expires_at answered_at answered_by"
            " held_place"
        ),
        personal="person decline_category",
        confidential="decline_words",
    )

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "person"],
                condition=~Q(state="withdrawn"),
                name="offer_person_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(opened_at__isnull=False, expires_at__isnull=False),
                name="offer_open_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "declined"]) | Q(answered_at__isnull=False),
                name="offer_answer_dated",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
