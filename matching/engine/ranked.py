"""Ranked preferences: deferred acceptance, the documented door for any hospitals–residents instance.

    from matching.engine.ranked import blocking_pairs, match_ranked

    answer = match_ranked(
        {"ann": ["city", "mercy"], "ben": ["city"]},          # proposers, best first
        {"city": ["ben", "ann"], "mercy": ["ann"]},           # those proposed to, best first
        capacity={"city": 1, "mercy": 1},
    )
    answer.matches["city"] == ("ben",)

Lists may be incomplete: who is not on a list is not acceptable, and a pair needs both. The answer is
stable: nobody has a pair they could both improve on (`blocking_pairs` finds none). Of all stable answers
it is the best for every resident at once, or with `best_for="hospitals"` the best for every hospital and
the worst for every resident; the same residents are matched, and the same places filled, in all of them
(Gale and Shapley 1962; Roth 1986).

A list may hold groups of equals: `["city", ["mercy", "north"]]`. Equals are taken in the order of their
ids as text, so that the answer doesn't depend on the order of the input; it is then stable in the weak
sense: no two people would both gain strictly.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any, Literal

Id = Hashable
Lists = Mapping[Any, Sequence[Any]]
Ranks = dict[Id, dict[Id, int]]


@dataclass(frozen=True)
class RankedAnswer:
    """`matched` maps each matched resident to a hospital, `matches` each hospital to its residents,
    best first; `unmatched` are the residents left.
    """

    matched: Mapping[Any, Any]
    matches: Mapping[Any, tuple[Any, ...]]
    unmatched: tuple[Any, ...]


def match_ranked(
    residents: Lists,
    hospitals: Lists,
    *,
    capacity: Mapping[Any, int] | int = 1,
    best_for: Literal["residents", "hospitals"] = "residents",
) -> RankedAnswer:
    """A stable answer. Raises ValueError where a list names somebody unknown or twice, or a capacity
    is negative or missing.
    """
    lists = _checked(residents, hospitals)
    places = _places(hospitals, capacity)
    if best_for == "residents":
        held = _residents_propose(*lists, places)
    elif best_for == "hospitals":
        held = _hospitals_propose(*lists, places)
    else:
        raise ValueError(f"best_for is residents or hospitals, not {best_for!r}")
    return _answer(held, residents, lists[1])


def blocking_pairs(
    residents: Lists,
    hospitals: Lists,
    matched: Mapping[Any, Any],
    *,
    capacity: Mapping[Any, int] | int = 1,
) -> tuple[tuple[Any, Any], ...]:
    """Pairs (resident, hospital) that would both gain strictly by leaving what they have, sorted.

    Raises ValueError as `match_ranked`, and where `matched` breaks a capacity or holds a pair that is
    not acceptable to both.
    """
    _checked(residents, hospitals)
    ranks, ratings = _tied_ranks(residents), _tied_ranks(hospitals)
    places = _places(hospitals, capacity)
    worst = _worst(ranks, ratings, matched, places)
    found = []
    for resident, choices in ranks.items():
        own = choices[matched[resident]] if resident in matched else len(choices) + 1
        for hospital, rank in choices.items():
            rating = ratings[hospital].get(resident)
            if rank < own and rating is not None and rating < worst[hospital]:
                found.append((resident, hospital))
    return tuple(sorted(found, key=_text))


def _text(something: Any) -> str:
    return str(something)


def _names(choices: Sequence[Any]) -> Iterable[tuple[int, Id]]:
    """Each name of a list with its group's place; equals in the order of their text."""
    for place, choice in enumerate(choices):
        if isinstance(choice, list | tuple | set | frozenset):
            yield from ((place, name) for name in sorted(choice, key=_text))
        else:
            yield place, choice


def _tied_ranks(lists: Lists) -> Ranks:
    return {who: {name: place for place, name in _names(lists[who])} for who in lists}


def _checked(residents: Lists, hospitals: Lists) -> tuple[dict[Id, list[Id]], Ranks]:
    """Each resident's acceptable hospitals that accept them, in order; each hospital's strict ranks."""
    strict: list[dict[Id, list[Id]]] = []
    for lists, others in ((residents, hospitals), (hospitals, residents)):
        strict.append({who: [name for _, name in _names(lists[who])] for who in lists})
        for who, names in strict[-1].items():
            if len(set(names)) < len(names):
                raise ValueError(f"{who!r} names somebody twice")
            if unknown := [name for name in names if name not in others]:
                raise ValueError(f"{who!r} names {unknown[0]!r}, who is not there")
    ranks = {who: {name: r for r, name in enumerate(names)} for who, names in strict[1].items()}
    choices = {who: [h for h in names if who in ranks[h]] for who, names in strict[0].items()}
    accepted = {who: set(names) for who, names in choices.items()}
    mutual = {
        h: {who: rank for who, rank in own.items() if h in accepted[who]}
        for h, own in ranks.items()
    }
    return choices, mutual


def _places(hospitals: Lists, capacity: Mapping[Any, int] | int) -> dict[Id, int]:
    places = {h: capacity if isinstance(capacity, int) else capacity.get(h, -1) for h in hospitals}
    for hospital, count in places.items():
        if count < 0:
            raise ValueError(f"{hospital!r} has no capacity, or one below 0")
    return places


def _residents_propose(
    choices: dict[Id, list[Id]], ranks: Ranks, places: dict[Id, int]
) -> dict[Id, Id]:
    """Everybody asks down their list; a hospital keeps the best so far."""
    kept: dict[Id, list[tuple[int, Any]]] = {hospital: [] for hospital in ranks}  # worst first
    asking = [(resident, iter(names)) for resident, names in choices.items()]
    left = dict(asking)
    queue = [resident for resident, _ in asking]
    while queue:
        resident = queue.pop()
        hospital = next(left[resident], None)
        if hospital is None:
            continue
        heappush(kept[hospital], (-ranks[hospital][resident], resident))  # ranks differ
        if len(kept[hospital]) > places[hospital]:
            queue.append(heappop(kept[hospital])[1])
    return {resident: h for h, entries in kept.items() for _, resident in entries}


def _hospitals_propose(
    choices: dict[Id, list[Id]], ranks: Ranks, places: dict[Id, int]
) -> dict[Id, Id]:
    """Every hospital with a place left asks down its list; a resident keeps the best so far."""
    wishes = {
        who: {name: rank for rank, name in enumerate(names)} for who, names in choices.items()
    }
    left = {h: iter(sorted(own, key=own.__getitem__)) for h, own in ranks.items()}
    free = dict(places)
    held: dict[Id, Id] = {}
    queue = [hospital for hospital, count in places.items() if count]
    while queue:
        hospital = queue.pop()
        while free[hospital] and (resident := next(left[hospital], None)) is not None:
            now = held.get(resident)
            if now is not None and wishes[resident][now] < wishes[resident][hospital]:
                continue
            held[resident] = hospital
            free[hospital] -= 1
            if now is not None:
                free[now] += 1
                queue.append(now)
    return held


def _worst(
    ranks: Ranks, ratings: Ranks, matched: Mapping[Any, Any], places: dict[Id, int]
) -> dict[Id, float]:
    """The rating from which on a hospital would rather have somebody: that of its worst, if full."""
    taken: dict[Id, list[int]] = {hospital: [] for hospital in ratings}
    for resident, hospital in matched.items():
        if hospital not in ranks.get(resident, {}) or resident not in ratings.get(hospital, {}):
            raise ValueError(f"{resident!r} and {hospital!r} are not acceptable to both")
        taken[hospital].append(ratings[hospital][resident])
    worst = {}
    for hospital, entries in taken.items():
        if len(entries) > places[hospital]:
            raise ValueError(f"{hospital!r} has more than its capacity")
        worst[hospital] = (
            max(entries, default=-1) if len(entries) == places[hospital] else float("inf")
        )
    return worst


def _answer(held: dict[Id, Id], residents: Lists, ranks: Ranks) -> RankedAnswer:
    matches: dict[Id, list[Id]] = {hospital: [] for hospital in ranks}
    for resident, hospital in held.items():
        matches[hospital].append(resident)
    return RankedAnswer(
        matched={resident: held[resident] for resident in residents if resident in held},
        matches={h: tuple(sorted(who, key=ranks[h].__getitem__)) for h, who in matches.items()},
        unmatched=tuple(resident for resident in residents if resident not in held),
    )
