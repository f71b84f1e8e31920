"""Mentors and mentees of the sample are matched, asked, and say yes; nearly all of them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from engagements.models import Engagement
from matching.criteria import first_weights
from matching.enums import DeclineCategory, OfferState, RunState
from matching.models import MatchRun, Offer
from matching.services import offers, policies, publish, review, runs
from matching.services.policies import Rules
from mentorship.sample.clock import Act, Clock
from mentorship.sample.program import Running
from mentorship.sample.season import Season
from mentorship.sample.structure import ZONE
from participants.models import Person
from programs.models import Enrolment, Track

Began = Callable[[Engagement, datetime], None]


class NotMatchedError(Exception):
    """The engine gave no result, so there is no story to tell."""


def set_policy(running: Running, now: datetime) -> None:
    """Mentors stand higher, and working hours must meet."""
    weights = {**first_weights(), "time_zone": "must"}
    rules = Rules(mentor_more_senior=True)
    policies.save(program=running.program, weights=weights, rules=rules, by=running.owner, now=now)


def match(running: Running, season: Season, track: Track, now: datetime) -> MatchRun:
    """A run of one track, ready to be looked at. Raises NotMatchedError."""
    run = runs.start_run(cohort=season.there(), track=track, by=running.owner, now=now)
    done = runs.execute(run.pk, now)
    if done is None or done.state != RunState.READY:
        raise NotMatchedError(track.name)
    return done


def match_all(clock: Clock, running: Running, season: Season, began: Began) -> Act:
    """An act: match every track, publish, and let the answers come in over the next days."""

    def act(now: datetime) -> None:
        for number, track in enumerate(running.tracks):
            run = _with_all_parts(running, match(running, season, track, now), now)
            publish.publish(run=run, by=running.owner, now=now)
            _answer(clock, running, run, began, now, declines=number == 0)

    return act


def _with_all_parts(running: Running, run: MatchRun, now: datetime) -> MatchRun:
    """The run, or one with a pair kept by hand, so that whoever has several roles is a mentor."""
    mentors = Enrolment.objects.filter(cohort=run.cohort_id, track=run.track_id, role="mentor")
    mentor = mentors.filter(person=running.staff.person(running.cast.several)).first()
    if mentor is None or run.proposals.filter(mentor=mentor).exists():
        return run
    mentees = Enrolment.objects.filter(
        cohort=run.cohort_id, track=run.track_id, role="mentee", state="selected"
    )
    near = mentees.filter(person__timezone__in=[mentor.person.timezone, ZONE])
    mentee = near.exclude(person__in=running.heroes).exclude(person__manager=mentor.person).first()
    if mentee is None:
        return run
    review.lock(run=run, mentor=mentor, mentee=mentee, by=running.owner, now=now)
    again = review.rerun(run=run, by=running.owner, now=now + timedelta(minutes=5))
    return runs.execute(again.pk, now + timedelta(minutes=6)) or run


def match_left(clock: Clock, running: Running, season: Season, began: Began) -> Act:
    """An act: run again for whom a refusal has left without a mentor."""

    def act(now: datetime) -> None:
        track = running.tracks[0]
        run = match(running, season, track, now)
        if run.facts.get("matched"):
            publish.publish(run=run, by=running.owner, now=now)
            _answer(clock, running, run, began, now, declines=False)

    return act


def _answer(
    clock: Clock, running: Running, run: MatchRun, began: Began, now: datetime, *, declines: bool
) -> None:
    asked = Offer.objects.filter(proposal__run=run, state=OfferState.OPEN)
    for offer in asked.select_related("person__user", "proposal__mentee").order_by("person__email"):
        spare = not running.heroes & _mentees_of(run, offer.person)
        no, declines = declines and spare, declines and not spare
        moment = now + timedelta(days=running.chance.uniform(0.2, 2.5))
        clock.at(moment, _refusal(offer) if no else _acceptance(clock, running, offer, began))


def _mentees_of(run: MatchRun, mentor: Person) -> set[UUID]:
    rows = run.proposals.filter(mentor__person=mentor)
    return set(rows.values_list("mentee__person", flat=True))


def _refusal(offer: Offer) -> Act:
    def act(now: datetime) -> None:
        category = DeclineCategory.TIME
        offers.decline(offer=offer, category=category, words="", by=offer.person.user, now=now)

    return act


def _acceptance(clock: Clock, running: Running, offer: Offer, began: Began) -> Act:
    def mentor_says_yes(now: datetime) -> None:
        offers.accept(offer=offer, by=offer.person.user, now=now)
        moment = now + timedelta(days=running.chance.uniform(0.2, 2))
        clock.at(moment, mentee_says_yes)

    def mentee_says_yes(now: datetime) -> None:
        other = offer.proposal.offers.exclude(pk=offer.pk).select_related("person__user").get()
        offers.accept(offer=other, by=other.person.user, now=now)
        offer.proposal.refresh_from_db()
        if offer.proposal.engagement:
            began(offer.proposal.engagement, now)

    return mentor_says_yes
