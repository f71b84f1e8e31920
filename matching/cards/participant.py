"""What waits for a mentor, mentee or peer: offers, choices, a first talk, and rounds without anybody."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.design.cards import Card
from matching.adapter import is_circle, is_peers
from matching.enums import LEADS, OfferRole, OfferState
from matching.models import Offer, OtherWay
from matching.selectors import without
from matching.selectors.asking import asking
from matching.selectors.board import SOON
from matching.selectors.choices import choosing
from matching.selectors.circle_offers import collapsed
from matching.selectors.offers import is_of_mentor, partner_of, talking
from matching.selectors.ways import is_talk
from matching.selectors.ways import mine as other_ways
from programs.models import Enrolment
from programs.selectors.participation import takes_part


def of_participant(request: HttpRequest) -> Iterator[Card]:
    """Offers that wait for an answer, and rounds in which nobody was found."""
    if not takes_part(request.user):
        return
    now = timezone.now()
    yield from (_without(each) for each in without.mine(request.user))
    yield from (_way(each) for each in other_ways(request.user, now))
    yield from (_choose(each) for each in choosing(request.user) if not each.mentor_wishes.all())
    yield from (_ask(each) for each in asking(request.user, now))
    rows = Offer.objects.visible_to(request.user).filter(state=OfferState.OPEN, expires_at__gt=now)
    rows = rows.select_related(
        "proposal__mentor__person", "proposal__mentee__person", "proposal__run__track"
    )
    for row in collapsed(rows.defer("decline_words").order_by("expires_at", "pk")):
        yield _offer(row, now)
    yield from (_talk(row) for row in talking(request.user))


def _choose(enrolment: Enrolment) -> Card:
    title = _("Whom would you like as your mentor?")
    words = _("%(program)s: look at the mentors you may have, and say whom you would like.")
    if is_peers(enrolment.track):
        title = _("Whom would you like as your peer?")
        words = _("%(program)s: look at who could be your peer, and say whom you would like.")
    return Card(
        title=title,
        text=words % {"program": enrolment.cohort.program.name},
        url=reverse("matching:wishes", args=[enrolment.pk]),
        action_label=_("Look and choose"),
        urgency=70,
        icon="user-plus",
    )


def _ask(enrolment: Enrolment) -> Card:
    title = _("Ask a mentor")
    words = _("%(program)s: look at the mentors whom you may ask, and ask one of them.")
    if is_peers(enrolment.track):
        title = _("Ask a peer")
        words = _("%(program)s: look at the peers whom you may ask, and ask one of them.")
    return Card(
        title=title,
        text=words % {"program": enrolment.cohort.program.name},
        url=reverse("matching:wishes", args=[enrolment.pk]),
        action_label=_("Look and ask"),
        urgency=70,
        icon="user-plus",
    )


def _without(left: without.Without) -> Card:
    return Card(
        title=_("No peer for you yet") if left.of_peers else _("No mentor for you yet"),
        text=f"{left.enrolment.cohort.program.name}: {left.why}",
        url=reverse("matching:mine"),
        action_label=_("Read what happens next"),
        urgency=40,
        icon="user-plus",
        tone="neutral",
    )


def _way(way: OtherWay) -> Card:
    day = date_format(timezone.localtime(way.expires_at), "DATE_FORMAT")
    talk = is_talk(way.track)
    return Card(
        title=_("A short conversation meanwhile?") if talk else _("Would you like another way?"),
        text=_("%(track)s: until %(day)s.") % {"track": way.track.name, "day": day},
        url=reverse("matching:way", args=[way.pk]),
        action_label=_("Read and answer"),
        urgency=45 if talk else 85,
        icon="arrows-right-left",
        tone="neutral" if talk else "accent",
    )


def _offer(offer: Offer, now: datetime) -> Card:
    partner, until = partner_of(offer), offer.expires_at or now
    is_mentor = offer.role in LEADS
    if offer.publication_id is None and is_mentor:
        words = _("%(name)s asks you to be their mentor")
    elif offer.publication_id is None and is_of_mentor(offer, offer.proposal):
        words = _("%(name)s asks you to be their peer")
    elif offer.role == OfferRole.PEER:
        words = _("You and %(name)s as peers?")
    elif is_mentor:
        words = _("Would you be %(name)s's mentor?")
    else:
        words = _("%(name)s would be your mentor")
    if is_circle(offer.proposal.run.track):
        words = (
            _("Would you lead a circle?") if is_mentor else _("A seat in the circle of %(name)s")
        )
    if offer.role == OfferRole.SECOND:
        words = _("Would you lead a circle together with %(name)s?")
    day = date_format(timezone.localtime(until), "DATE_FORMAT")
    return Card(
        title=words % {"name": partner.name},
        text=_("Please answer by %(day)s.") % {"day": day},
        url=reverse("matching:offer", args=[offer.pk]),
        action_label=_("Read and answer"),
        urgency=95 if until <= now + SOON else 85,
        icon="user-plus",
        tone="accent",
    )


def _talk(offer: Offer) -> Card:
    return Card(
        title=_("Talk once with %(name)s") % {"name": partner_of(offer).name},
        text=_("Before they give their final answer. Suggest times, or pick one of theirs."),
        url=reverse("matching:offer", args=[offer.pk]),
        action_label=_("Find a time"),
        urgency=60,
        icon="phone",
    )
