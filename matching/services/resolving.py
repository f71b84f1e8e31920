"""The best pairs under all decisions, found anew after each of them.

The answer hangs on the people, the run's own proposal (to which everybody is kept close) and the
live decisions, and on nothing else: not on their order, and not on what was shown in between. So
taking a decision back brings back exactly what was. The pairs and prices of before, kept with the
draft, only make it quick.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np

from matching.adapter import STICKINESS, Wishes, both_sides, by_hand, is_peers, meets, wishes_of
from matching.engine import Issue
from matching.engine.grouped import SMALLEST, seconds_for, solve_grouped
from matching.engine.optimum import Start
from matching.engine.optimum import optimum as best
from matching.engine.peers import peers_again
from matching.engine.prepare import Prepared
from matching.engine.seconds import Led
from matching.engine.solve import solution_of
from matching.engine.wishes import lock_issues, with_wishes
from matching.models import MatchDraft, MatchRun, Proposal
from matching.selectors.prepared import prepared_for
from matching.services import results
from matching.services.solving import Found, explain
from matching.services.start import prices_kept, start_of
from matching.services.start_of_peers import nest_kept, nest_of


class Contradiction(Exception):
    """What was wished can't be: `code` and `ids` are the engine's, as in an Issue.

    "held" says that the places of the mentor, who comes first, are taken by those who follow: kept,
    or reviewed.
    """

    def __init__(self, code: str, ids: tuple[str, ...]) -> None:
        super().__init__(code, ids)
        self.code, self.ids = code, ids


def wished(base: Prepared, wishes: Wishes) -> Prepared:
    """The problem of a run with these wishes."""
    places = dict(zip(base.cohort.mentor_ids, base.places.tolist(), strict=True))
    return with_wishes(
        base,
        locks=wishes.held(places),
        vetoes=wishes.vetoes,
        reference=wishes.reference,
        stickiness=STICKINESS,
    )


def optimum(prepared: Prepared, start: Start | None) -> Found:
    """Solve a problem with wishes, from where it stood: the one place where a decision meets the
    engine.
    """
    found = best(prepared, start, priced=True)
    return Found(prepared, solution_of(prepared, found), optimum=found)


def resolve(run: MatchRun, draft: MatchDraft, touched: Iterable[str], now: datetime) -> list[Any]:
    """Bring the draft, its pairs and its figures to the optimum; returns the moves of a DraftStep.

    `touched` are the enrolments that the decision is about: what they wish must be possible, and
    their reasons are written anew. The caller holds the draft and saves nothing of it. Raises
    Contradiction, NotOptimal.
    """
    base, about = prepared_for(run, now), frozenset(touched)
    wishes = _wishes(run, draft)
    prepared = wished(base, wishes)
    _require_possible(prepared, wishes, about)
    answer = _answer(run, prepared, draft, about)
    _require_circles(answer, about)
    before, after = (
        both_sides(run.track, each) for each in (draft.assignment, answer.solution.assignment)
    )
    moved = sorted(_other_than(before, after))
    lost = _lost(run, moved)
    moves = [
        _move(answer, (key, before.get(key, ""), after.get(key, "")), lost.get(key, 0))
        for key in moved
    ]
    _write(run, draft, answer, {*moved, *about}, now)
    return moves


def _answer(run: MatchRun, prepared: Prepared, draft: MatchDraft, about: frozenset[str]) -> Found:
    if is_peers(run.track):
        solution, nest = peers_again(prepared, nest_of(prepared, draft))
        return Found(prepared, solution, peers=True, nest=nest)
    going_on = meets(run)
    if going_on is None:
        return optimum(prepared, start_of(prepared, draft, about))
    circles = solve_grouped(prepared, going_on, two_lead=run.track.two_lead, hand=by_hand(draft))
    return Found(prepared, circles.solution, circles)


def seconds_now(run: MatchRun, draft: MatchDraft, now: datetime) -> Led:
    """Who leads the draft's circles too under what was decided by hand; nobody else moves."""
    prepared = wished(prepared_for(run, now), _wishes(run, draft))
    return seconds_for(prepared, draft.assignment, meets(run) or (), by_hand(draft))


def _require_circles(answer: Found, about: frozenset[str]) -> None:
    """Nobody is kept in a circle for which there aren't enough others, or beside whom they may not sit."""
    if answer.circles:
        for pair in answer.circles.parted:
            if about & set(pair):
                raise Contradiction("circle_apart", pair)
        small = {key for key, n in answer.circles.sizes.items() if n < SMALLEST}
        wanted = {pair.mentor for pair in answer.prepared.problem.locks} & about
        for mentor in sorted(small & wanted - answer.circles.meets):
            raise Contradiction("circle_small", (mentor,))


def _wishes(run: MatchRun, draft: MatchDraft) -> Wishes:
    found = wishes_of(run)
    reviewed = frozenset() if draft.reviewed_may_move else found.reviewed
    return replace(found, reviewed=reviewed, reference=draft.baseline).of(run.track)


def _require_possible(prepared: Prepared, wishes: Wishes, about: frozenset[str]) -> None:
    """Of what was there before, nothing is complained of that the decision is not about."""
    for issue in lock_issues(prepared, wishes.locks, wishes.vetoes):
        if about & set(issue.ids):
            raise _told(issue, wishes, about)
    mentors = {pair.mentor for pair in wishes.locks} & about
    places = {mentor.id: mentor.capacity for mentor in prepared.cohort.mentors}
    for mentor in sorted(mentors):
        holders = _holders(wishes, mentor)
        if len(holders) > places.get(mentor, 0):
            raise Contradiction("held", (mentor, *sorted(set(holders) - about)))


def _told(issue: Issue, wishes: Wishes, about: frozenset[str]) -> Contradiction:
    if issue.code != "locks_over_capacity":
        return Contradiction(issue.code, tuple(issue.ids))
    mentor = issue.ids[0]
    return Contradiction("held", (mentor, *sorted(set(_holders(wishes, mentor)) - about)))


def _holders(wishes: Wishes, mentor: str) -> list[str]:
    pairs = wishes.locks | wishes.reviewed
    return sorted(pair.mentee for pair in pairs if pair.mentor == mentor)


def _other_than(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """Who has another mentor than before, or one where there was none, or none any more."""
    there = before.get
    return {key for key, mentor in after.items() if there(key) != mentor} | (before.keys() - after)


def _lost(run: MatchRun, moved: list[str]) -> dict[str, int]:
    """What each of these had so far; among peers one may be on either side."""
    rows = Proposal.objects.filter(run=run)
    sides = ("mentee_id", "mentor_id") if is_peers(run.track) else ("mentee_id",)
    found: dict[str, int] = {}
    for side in sides:
        had = rows.filter(**{f"{side}__in": moved}).values_list(side, "quality")
        found |= {str(key): quality for key, quality in had}
    return found


def _move(answer: Found, change: tuple[str, str, str], lost: int) -> dict[str, Any]:
    prepared, (mentee, before, after) = answer.prepared, change
    move = {"mentee": mentee, "before": before, "after": after, "lost": lost, "won": 0, "rank": 0}
    if after:
        row, column = prepared.cohort.row[mentee], prepared.cohort.column[after]
        total, allowed = prepared.scores.total[row], prepared.eligibility.allowed[row]
        move["won"] = int(prepared.scores.quality[row, column])
        move["rank"] = 1 + int(np.count_nonzero(allowed & (total > total[column])))
    return move


def _write(run: MatchRun, draft: MatchDraft, answer: Found, anew: set[str], now: datetime) -> None:
    circles, explanation = answer.circles, explain(answer, anew)
    result = results.Result(answer.prepared.problem, answer.solution, explanation, circles)
    results.rewrite(run, result, anew, now)
    for name, value in results.draft_fields(answer.solution).items():
        setattr(draft, name, value)
    draft.prices = _to_go_on_from(answer)


def _to_go_on_from(answer: Found) -> bytes:
    """Where the next decision begins, as a draft keeps it; circles have no such thing."""
    if answer.nest:
        return nest_kept(answer.prepared, answer.nest)
    return prices_kept(answer.prepared, answer.optimum) if answer.optimum else b""
