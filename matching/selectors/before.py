"""What a run would look at, before anybody starts it: who waits, who is new, who has left, what stays."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from engagements.enums import OPEN_STATES
from engagements.models import Engagement
from matching import reasons
from matching.adapter import Wishes, is_circle, is_peers
from matching.adapter.circles import going_on
from matching.adapter.problem import waiting
from matching.adapter.tiers import barred
from matching.engine import PairKey
from matching.engine.check import issues_of
from matching.engine.grouped import few_seats
from matching.engine.peers import once
from matching.engine.prepare import Prepared
from matching.engine.wishes import with_wishes
from matching.enums import ProposalState, RunState
from matching.models import MatchRun, Proposal, UnmatchedPerson
from matching.selectors.pins import Pinned, pinned, ruled_out
from matching.selectors.policies import unsaved
from matching.selectors.prepared import prepared_of
from participants.enums import PersonStatus
from programs.enums import SEEKING, EnrolmentState
from programs.models import Cohort, Enrolment, Track

#: So many who joined or left are named.
NAMED = 12


@dataclass(frozen=True)
class Before:
    """A track as a run would find it. `last` is the run whose pairs a partial one can keep, if its
    pairs are still to be decided on; `kept` are these pairs, `to_place` the mentees beside them, and
    `spare` the places beside them.
    """

    mentees: int
    mentors: int
    places: int
    meet: int
    asked: int
    since: datetime | None
    joined: tuple[str, ...]
    left: tuple[str, ...]
    last: MatchRun | None
    kept: int
    to_place: int
    spare: int
    troubles: tuple[str, ...]
    #: Mentors whom their tier, or its training, keeps out.
    kept_out: int
    #: Whether all are peers: they are counted as `mentees`, and two make a pair.
    of_peers: bool = False

    @property
    def possible(self) -> bool:
        """Whether there is anybody to match."""
        return enough(self.mentees, self.mentors, of_peers=self.of_peers)

    @property
    def who_joined(self) -> str:
        """Their names, the first of them if they are many; "" for nobody."""
        return _named(self.joined)

    @property
    def who_left(self) -> str:
        """The same of who takes no part any more."""
        return _named(self.left)


def enough(mentees: int, mentors: int, *, of_peers: bool) -> bool:
    """Whether so many can make a pair; peers, counted as mentees, make it among themselves."""
    return mentees > 1 if of_peers else bool(mentees and mentors)


def before(cohort: Cohort, track: Track, now: datetime) -> Before:
    """The track now; nothing is written and nothing solved."""
    rows = waiting(cohort, track)
    told = _results(cohort, track).first()
    last = told if told and told.state == RunState.READY else None
    known = _people_of(told) if told else set()
    kept = settled_pairs(last, rows, now.date()) if last else []
    pins = pinned(cohort, track)
    prepared = _prepared(cohort, track, now, rows, pins)
    mentees = [row for row in rows if row.role in SEEKING]
    mentors = prepared.cohort.mentors
    places = sum(max(0, mentor.capacity) for mentor in mentors if not mentor.barred)
    open_ones = Engagement.objects.filter(cohort=cohort, track=track, state__in=OPEN_STATES)
    offered = Proposal.objects.filter(
        run__cohort=cohort, run__track=track, state=ProposalState.OFFERED
    )
    return Before(
        mentees=len(mentees),
        mentors=len(rows) - len(mentees),
        places=places,
        meet=open_ones.count(),
        asked=offered.count(),
        since=told.created_at if told else None,
        joined=tuple(r.person.name for r in _by_name(rows) if told and str(r.pk) not in known),
        left=tuple(row.person.name for row in _left(known)),
        last=last,
        kept=len(kept),
        to_place=len(mentees) - len(kept) * (2 if is_peers(track) else 1),
        spare=max(0, places - len(kept)),
        of_peers=is_peers(track),
        kept_out=sum(bool(mentor.barred) for mentor in mentors),
        troubles=tuple(_troubles(cohort, track, prepared, rows, pins)),
    )


def _named(names: tuple[str, ...]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (_(" and %(n)d more") % {"n": more} if more > 0 else "")


def settled_pairs(run: MatchRun, rows: Iterable[Enrolment], day: date) -> list[PairKey]:
    """The pairs of a run's draft whose two both still wait, and of whom none is barred on that day;
    `rows` are who waits.
    """
    waiting_now = list(rows)
    out = barred(waiting_now, run.track, day)
    here = {str(row.pk) for row in waiting_now if row.pk not in out}
    assignment = run.draft.assignment
    return sorted(PairKey(a, b) for a, b in assignment.items() if a in here and b in here)


def _results(cohort: Cohort, track: Track) -> "QuerySet[MatchRun]":
    rows = MatchRun.objects.filter(cohort=cohort, track=track).select_related("draft")
    return rows.filter(state__in=[RunState.READY, RunState.PUBLISHED])


def _people_of(run: MatchRun) -> set[str]:
    """Everybody whom a run has looked at, by enrolment."""
    unmatched = UnmatchedPerson.objects.filter(run=run).values_list("enrolment", flat=True)
    draft = run.draft
    return {*draft.assignment, *draft.assignment.values(), *draft.slots, *map(str, unmatched)}


def _left(known: set[str]) -> list[Enrolment]:
    """Who takes no part any more."""
    rows = Enrolment.objects.filter(pk__in=known).select_related("person")
    stay = {"state": EnrolmentState.SELECTED, "person__status": PersonStatus.ACTIVE}
    return list(rows.exclude(**stay).order_by("person__sort_key", "pk"))


def _by_name(rows: Iterable[Enrolment]) -> list[Enrolment]:
    return sorted(rows, key=lambda row: (row.person.sort_key, str(row.pk)))


def _prepared(
    cohort: Cohort, track: Track, now: datetime, rows: list[Enrolment], pins: Iterable[Pinned]
) -> Prepared:
    base = prepared_of(cohort, track, unsaved(cohort.program), now, rows)
    to_come = [each.pin for each in pins if not each.is_met]
    locks = frozenset(PairKey(str(row.mentee_id), str(row.mentor_id)) for row in to_come)
    wishes = Wishes(locks, ruled_out(cohort, track)).of(track)
    return with_wishes(
        base,
        locks=wishes.locks,
        vetoes=wishes.vetoes,
        reference=wishes.reference,
        stickiness=0,
    )


def _troubles(
    cohort: Cohort,
    track: Track,
    prepared: Prepared,
    rows: Iterable[Enrolment],
    pins: Iterable[Pinned],
) -> Iterator[str]:
    """What is wrong with what a run would be given; none of it keeps the rest from being matched."""
    names = {str(row.pk): row.person.name for row in rows}
    for row in (each.pin for each in pins):
        names |= {str(row.mentee_id): row.mentee.person.name}
        names |= {str(row.mentor_id): row.mentor.person.name}
    quiet = {"veto_unknown"} if all(prepared.cohort.shape) else {"veto_unknown", "no_criteria"}
    found = [each for each in issues_of(prepared) if each.code not in quiet]
    if is_peers(track):
        found = once(found)
    if is_circle(track):
        meet = going_on(cohort, track)
        found += few_seats(prepared, [str(row.pk) for row in rows if row.person_id in meet])
    return (reasons.issue({"code": each.code, "ids": each.ids}, names) for each in found)
