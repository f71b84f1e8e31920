"""What a run leaves behind: pairs with their reasons, who is left, the draft, the figures."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from matching import reasons
from matching.adapter import draft_before, is_peers
from matching.engine import Explanation, Pair, Problem, Role, Ruling, Solution
from matching.engine.grouped import Grouped
from matching.models import MatchDraft, MatchRun, Proposal, UnmatchedPerson
from matching.services.said import say

#: What of a pair becomes another when its mentee moves.
CHANGING = ("mentor_id", "quality", "reasons", "counter_reasons", "alternatives")


@dataclass(frozen=True)
class Result:
    """The engine's question and its whole answer."""

    problem: Problem
    solution: Solution
    explanation: Explanation
    circles: Grouped | None = None


def store(run: MatchRun, result: Result, prices: bytes, now: datetime) -> None:
    """Write the rows of a run; its figures are set, the caller saves it.

    `prices` are kept with the draft, for the first decision to begin from.
    """
    solution = result.solution
    Proposal.objects.bulk_create(_proposal(run, pair, result, now) for pair in solution.pairs)
    UnmatchedPerson.objects.bulk_create(
        UnmatchedPerson(
            run=run,
            enrolment_id=mentee,
            reasons=[reasons.stored_unmatched(result.explanation.unmatched[mentee])],
            created_at=now,
        )
        for mentee in solution.unmatched
    )
    facts = {"baseline": solution.assignment, "prices": prices, **draft_fields(solution)}
    before = draft_before(run)
    if before:
        facts |= {"alone": before.alone, "seconds": before.seconds}
    MatchDraft.objects.create(run=run, created_at=now, **facts)
    if result.circles:
        lead_too(run, result.circles.led.seconds)
    run.facts = _facts(run, result)


def draft_fields(solution: Solution) -> dict[str, Any]:
    """A solution as a draft keeps it."""
    return {
        "assignment": solution.assignment,
        "slots": {load.mentor: {"used": load.used, "of": load.usable} for load in solution.loads},
    }


def rewrite(run: MatchRun, result: Result, anew: Collection[str], now: datetime) -> None:
    """Bring the rows of a run to another result, in as many queries for many as for one.

    Pairs are written where their mentee is in `anew`, whose reasons the result must hold; of the
    unmatched whatever has changed. The run's figures are set, the caller saves it.
    """
    _rewrite_pairs(run, result, anew, now)
    say(run, result.explanation.unmatched, now)
    if result.circles:
        lead_too(run, result.circles.led.seconds)
    run.facts = run.facts | _facts(run, result)


def _rewrite_pairs(run: MatchRun, result: Result, anew: Collection[str], now: datetime) -> None:
    rows = Proposal.objects.filter(run=run, mentee_id__in=list(anew))
    there = {str(row.mentee_id): row for row in rows}
    made = {
        each.mentee: _proposal(run, each, result, now)
        for each in result.solution.pairs
        if each.mentee in anew
    }
    other = [row for mentee, row in there.items() if mentee in made and _made_other(row, made)]
    Proposal.objects.bulk_update(other, ["mentor", *CHANGING[1:]])
    Proposal.objects.bulk_create(row for mentee, row in made.items() if mentee not in there)
    gone = [row.pk for mentee, row in there.items() if mentee not in made]
    Proposal.objects.filter(pk__in=gone).delete()


def _made_other(row: Proposal, made: Mapping[str, Proposal]) -> bool:
    """Give a row what it has to say now; whether that is anything else than before."""
    new = made[str(row.mentee_id)]
    was = (str(row.mentor_id), *(getattr(row, name) for name in CHANGING[1:]))
    now = tuple(getattr(new, name) for name in CHANGING)
    for name, value in zip(CHANGING, now, strict=True):
        setattr(row, name, value)
    return was != now


def lead_too(run: MatchRun, seconds: Mapping[str, str]) -> None:
    """Who leads each circle as the second: written where it is another than it was."""
    rows = Proposal.objects.filter(run=run)
    for leader, second in set(rows.order_by().values_list("mentor", "second")):
        wanted = seconds.get(str(leader))
        if wanted != (str(second) if second else None):
            rows.filter(mentor=leader).update(second=wanted)


def _proposal(run: MatchRun, pair: Pair, result: Result, now: datetime) -> Proposal:
    why = result.explanation.pairs[pair.mentee]
    return Proposal(
        run=run,
        mentor_id=pair.mentor,
        mentee_id=pair.mentee,
        quality=pair.quality,
        reasons=[reasons.stored(each) for each in why.reasons],
        counter_reasons=[reasons.stored(why.counter)] if why.counter else [],
        alternatives=[
            {
                "mentor": each.mentor,
                "quality": each.quality,
                "difference": each.difference,
                "full": each.full,
            }
            for each in why.alternatives
        ],
        created_at=now,
    )


def _facts(run: MatchRun, result: Result) -> dict[str, Any]:
    problem, solution = result.problem, result.solution
    told = Counter(pair.quality for pair in solution.pairs)  # thousands: words are slower to count
    words = Counter[str]()
    for quality, word in {pair.quality: pair.word for pair in solution.pairs}.items():
        words[str(word)] += told[quality]
    roles = [person.role for person in problem.participants]
    return {
        "mentees": roles.count(Role.MENTEE),
        "mentors": roles.count(Role.MENTOR),
        "places": sum(load.usable for load in solution.loads),
        "matched": len(solution.pairs),
        "unmatched": len(solution.unmatched),
        "words": {str(word): words[word] for word in reasons.WORDS},
        "optimal": solution.certificate.optimal,
        "criteria": [criterion.key for criterion in problem.criteria],
        "rules": [_rule(ruling) for ruling in solution.rulings if _tells(ruling)],
        "issues": [{"code": each.code, "ids": list(each.ids)} for each in solution.issues],
        **({"circles": _circles(result.circles)} if result.circles else {}),
        **({"peers": True} if is_peers(run.track) else {}),
    }


def _circles(circles: Grouped) -> dict[str, Any]:
    """How many there are, and how near they come to the best that could be, in points of quality."""
    formed = circles.formed
    return {
        "count": len(circles.sizes),
        "value": formed.value // 10,
        "bound": formed.bound // 10,
        "bound_matched": formed.bound_matched,
        "meets": sorted(circles.meets),
        "could_lead": dict(circles.led.could),
    }


def _tells(ruling: Ruling) -> bool:
    return bool(ruling.pairs) or ruling.confidential


def _rule(ruling: Ruling) -> dict[str, Any]:
    return {"code": ruling.code, "pairs": ruling.pairs, "alone": ruling.alone}
