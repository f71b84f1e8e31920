"""A cohort's track as a problem for the engine."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from engagements.enums import MemberRole, PlaceState
from engagements.models import Place
from engagements.selectors.partners import resting
from matching import criteria
from matching.adapter.beside import kept_out
from matching.adapter.capacity import free_places
from matching.adapter.circles import is_circle, seats
from matching.adapter.peers import as_one_chooses, both_sides, is_peers
from matching.adapter.people import OF_PERSON, background, participants, wished_by
from matching.adapter.rules import rules_of
from matching.adapter.tiers import barred
from matching.engine import Criterion, Lifting, Objective, PairKey, Participant, Problem
from matching.engine.peers import both_ways
from matching.enums import DecisionKind, MatchMode, ProposalState, Weight
from matching.models import MatchPolicy, MatchRun, PairDecision, Proposal
from programs.enums import SEEKING, EnrolmentState, ParticipantRole
from programs.models import Cohort, Enrolment, Track

#: What of an enrolment a problem is made of, so that no more is read of thousands.
READ = (
    "role", "capacity", "person", "cohort", "track", *(f"person__{name}" for name in OF_PERSON),
    "tier__position", "tier__most_mentees", "tier__training__valid_months",
)  # fmt: skip
#: What a pair that stays is worth when a run is repeated: half a point of quality.
STICKINESS = 5


@dataclass(frozen=True)
class Wishes:
    """What humans decided, and the pairs to stay close to (mentee → mentor).

    `reviewed` pairs stay where they are as long as the places last.
    """

    locks: frozenset[PairKey] = frozenset()
    vetoes: frozenset[PairKey] = frozenset()
    reviewed: frozenset[PairKey] = frozenset()
    reference: Mapping[str, str] = field(default_factory=dict)

    def held(self, places: Mapping[str, int]) -> frozenset[PairKey]:
        """The locks, and the reviewed pairs of every mentor whose places suffice for both."""
        wanted = Counter(pair.mentor for pair in self.locks | self.reviewed)
        fits = {pair for pair in self.reviewed if wanted[pair.mentor] <= places.get(pair.mentor, 0)}
        return self.locks | fits

    def of(self, track: Track) -> "Wishes":
        """As the engine reads them: among peers each pair from either side."""
        if not is_peers(track):
            return self
        return Wishes(
            both_ways(self.locks),
            both_ways(self.vetoes),
            both_ways(self.reviewed),
            both_sides(track, self.reference),
        )


def wishes_of(run: MatchRun) -> Wishes:
    """The run's live decisions, and what the run before it proposed."""
    rows = PairDecision.objects.filter(run=run, undone_at=None)
    made: dict[str, set[PairKey]] = {kind: set() for kind in DecisionKind.values}
    for kind, mentee, mentor in rows.values_list("kind", "mentee", "mentor"):
        made[kind].add(PairKey(str(mentee), str(mentor)))
    draft = getattr(run.previous, "draft", None) if run.previous else None
    return Wishes(
        frozenset(made[DecisionKind.LOCK]),
        frozenset(made[DecisionKind.VETO]),
        frozenset(made[DecisionKind.SEEN]),
        dict(draft.assignment) if draft else {},
    )


def waiting(cohort: Cohort, track: Track) -> list[Enrolment]:
    """Selected mentors, and the selected mentees who look for one: without a place, without an
    offer, and not content with what they had. In a track of peers, peers who look for another.
    """
    return list(who_waits(cohort, track))


def who_waits(cohort: Cohort, track: Track) -> "QuerySet[Enrolment]":
    """The same, to be asked further."""
    rows = Enrolment.objects.filter(cohort=cohort, track=track, state=EnrolmentState.SELECTED)
    rows = rows.select_related("person__profile", "tier__training").order_by("pk")
    offered = Proposal.objects.filter(
        run__cohort=cohort, run__track=track, state=ProposalState.OFFERED
    )
    looks = MemberRole.PEER if is_peers(track) else MemberRole.MENTEE
    content = resting(cohort, track, looks).values("person")
    busy = Q(person__in=places_in(cohort, track).values("person")) | Q(
        pk__in=offered.values("mentee")
    )
    busy |= Q(person__in=content)
    if is_peers(track):
        return rows.filter(role=ParticipantRole.PEER).exclude(
            busy | Q(pk__in=offered.values("mentor"))
        )
    return rows.exclude(busy & Q(role=ParticipantRole.MENTEE))


def is_waiting(mentee: Enrolment) -> bool:
    """Whether the mentee or peer is selected, looks for somebody, and has neither a place nor an
    offer.
    """
    rows = who_waits(mentee.cohort, mentee.track)
    return rows.filter(pk=mentee.pk, role__in=SEEKING).exists()


def places_in(cohort: Any, track: Any) -> "QuerySet[Place]":
    """Places with which a mentee of a cohort and track looks for nobody: in an exclusive track any,
    else those of the cohort, and those that are held. Rows, or an OuterRef to each.
    """
    counts = Q(track__exclusive=True) | Q(engagement__cohort=cohort) | Q(state=PlaceState.HELD)
    alive = Place.objects.filter(track=track, state__in=[PlaceState.HELD, PlaceState.ACTIVE])
    return alive.filter(counts)


def problem_for(
    *,
    cohort: Cohort,
    track: Track,
    policy: MatchPolicy,
    weights: Mapping[str, str],
    now: datetime,
    wishes: Wishes | None = None,
    mentee: Enrolment | None = None,
    rows: list[Enrolment] | None = None,
) -> Problem:
    """The problem as it is now; `weights` are the policy's words by criterion.

    With `mentee`, of all mentees this one alone; or one peer, and whom they could have. `rows` are who
    waits, where that is known already.
    """
    rows = list(who_waits(cohort, track).only(*READ)) if rows is None else rows
    if mentee is not None:
        whom = ParticipantRole.PEER if is_peers(track) else ParticipantRole.MENTOR
        rows = [row for row in rows if row.role == whom and row.pk != mentee.pk] + [mentee]
    mentors = [row for row in rows if row.role == ParticipantRole.MENTOR]
    free, known = free_places(mentors, cohort, track), background(rows, now)
    day = now.date()
    rules = rules_of(policy, track, {row.person_id for row in rows}, day)
    if is_circle(track):
        free = seats(free, mentors)
        rules = replace(rules, exclusions=kept_out(rows, cohort, track, policy, day))
    wished = wished_by(rows) if policy.mode == MatchMode.RANKED else {}
    out = barred(mentors, track, day)
    people = tuple(
        each
        for row in rows
        for each in participants(
            row, known, free.get(row.pk, 1), wished.get(row.pk, ()), out.get(row.pk, "")
        )
    )
    if mentee is not None and is_peers(track):
        people = tuple(as_one_chooses(people, mentee))
    wishes = (wishes or Wishes()).of(track)
    return Problem(
        participants=people,
        criteria=_criteria(policy, weights, people, track.format),
        rules=rules,
        objective=Objective(
            stickiness=STICKINESS if wishes.reference else 0,
            lifting=Lifting(policy.weakest_pairs),
        ),
        locks=wishes.held({person.id: person.capacity for person in people}),
        vetoes=wishes.vetoes,
        reference=wishes.reference,
    )


def _criteria(
    policy: MatchPolicy,
    weights: Mapping[str, str],
    people: tuple[Participant, ...],
    format_: str,
) -> tuple[Criterion, ...]:
    """Those that count and tell pairs apart."""
    made = []
    for key, weight in weights.items():
        if key not in criteria.BY_KEY:
            continue
        rule = 100 if key == "other_unit" and policy.avoid_same_unit else 0
        if weight != Weight.IGNORE or rule:
            made += criteria.read_in(format_, key, weight, minimum=rule)
    return tuple(each for each in made if criteria.heard(each, people).tells)
