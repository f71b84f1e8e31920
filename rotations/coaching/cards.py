"""What coaching asks for, or tells, on the home page and beside a relationship."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from core.design import cards
from core.design.cards import Card
from engagements import beside
from engagements.selectors.relationships import Relationship
from programs.enums import Format
from rotations.coaching.enums import SearchState
from rotations.coaching.selectors import mine as reads
from rotations.coaching.selectors.hours import Standing, minutes_left, standings
from rotations.coaching.words import in_hours
from rotations.models import CoachingContract, CoachingEngagement, CoachProposal, CoachSearch

#: How urgent each thing is, from 0 to 100.
ANSWER, CHOOSE, OVERRUN, CALL, RUNS_OUT, HOURS = 78, 68, 66, 45, 42, 18


def mine(request: HttpRequest) -> Iterator[Card]:
    """For coaches and coachees."""
    if not reads.has_coaching(request.user):
        return
    yield from (_question(row) for row in reads.questions_to(request.user))
    for search in reads.searches_of(request.user):
        if search.state == SearchState.CHOOSING:
            yield _choice(search)
    for each in reads.coachings_of(request.user, now=timezone.now()):
        if each.one.is_open and each.is_coach:
            yield _hours(each.one, each.coaching, each.left)


def _question(row: CoachProposal) -> Card:
    name = row.search.enrolment.person.name
    url = reverse("coaching:asked", args=[row.pk])
    if row.chosen_at is None and row.call_at is not None:
        return Card(
            title=_("You talk with %(name)s") % {"name": name},
            text=_when(row.call_at),
            url=url,
            action_label=_("Who it is"),
            urgency=CALL,
            icon="phone",
        )
    return Card(
        title=_("%(name)s would like you as their coach") % {"name": name},
        text=_("Read what it is about, and say yes or no."),
        url=url,
        action_label=_("Answer"),
        urgency=ANSWER,
        icon="question-mark-circle",
    )


def _choice(search: CoachSearch) -> Card:
    return Card(
        title=_("Choose your coach"),
        text=_("Meet those who fit in a short call, then choose one."),
        url=reverse("coaching:search", args=[search.pk]),
        action_label=_("See who is proposed"),
        urgency=CHOOSE,
        icon="sparkles",
    )


def _hours(one: Relationship, coaching: CoachingEngagement, left: int) -> Card:
    return Card(
        title=_("Coaching with %(names)s") % {"names": one.names},
        text=_left(coaching, left),
        url=reverse("coaching:detail", args=[coaching.pk]),
        action_label=_("Open it"),
        urgency=HOURS if left > 0 else OVERRUN,
        icon="clock",
    )


def owned(request: HttpRequest) -> Iterator[Card]:
    """For those who run a program: overruns, and contracts that run out."""
    rows = CoachingContract.objects.visible_to(request.user)
    today = timezone.localdate()
    rows = rows.filter(expires_on__gte=today).select_related("program", "coach__person")
    for standing in standings(rows, today=today):
        if standing.is_overrun:
            yield _overrun(standing)
        elif standing.runs_out:
            yield _running_out(standing)


def _overrun(standing: Standing) -> Card:
    facts = {"n": in_hours(-standing.left), "contract": standing.contract}
    return Card(
        title=_("%(n)s of coaching beyond the contract") % facts,
        text=_("%(contract)s: held sessions are always logged. Add hours, or talk to the coach.")
        % facts,
        url=reverse("coaching:contract", args=[standing.contract.pk]),
        action_label=_("Open the contract"),
        urgency=OVERRUN,
        icon="exclamation-triangle",
    )


def _running_out(standing: Standing) -> Card:
    facts = {
        "left": in_hours(standing.left),
        "day": formats.date_format(standing.contract.expires_on),
        "contract": standing.contract,
    }
    return Card(
        title=_("A coaching contract runs out"),
        text=_("%(contract)s: %(left)s left, until %(day)s.") % facts,
        url=reverse("coaching:contract", args=[standing.contract.pk]),
        action_label=_("Open the contract"),
        urgency=RUNS_OUT,
        icon="clock",
    )


def hours_beside(one: Relationship) -> Iterator[Card]:
    """The hours of a coaching, beside its sessions and goals."""
    if one.engagement.format != Format.COACHING:
        return
    rows = CoachingEngagement.objects.select_related("contract")
    coaching = rows.filter(engagement=one.engagement).first()
    if coaching is not None:
        yield Card(
            title=_("Hours and confidence"),
            text=_left(coaching, minutes_left(coaching)),
            url=reverse("coaching:detail", args=[coaching.pk]),
            action_label=_("Hours, and who sees what"),
            icon="clock",
            tone="",
        )


def _left(coaching: CoachingEngagement, minutes: int) -> str:
    facts = {"left": in_hours(minutes), "granted": in_hours(coaching.minutes)}
    return _("%(left)s left of %(granted)s") % facts


def _when(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{formats.date_format(local, 'l j F')}, {formats.time_format(local)}"


def register() -> None:
    """Called once when the room opens."""
    cards.register("coaching.mine", mine)
    cards.register("coaching.owned", owned)
    beside.register("coaching", hours_beside)
