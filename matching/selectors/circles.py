"""What the review of circles shows: each with its leader, who is in it and why, and how mixed it is."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from matching.adapter.circles import ALONE, decided_of
from matching.engine.grouped import LARGEST, SMALLEST
from matching.models import MatchRun, Proposal
from matching.selectors.pairs import Row, word_of
from matching.selectors.review import Review
from matching.selectors.unmatched import Left, left
from programs.models import Enrolment

TOPICS = 2


@dataclass(frozen=True)
class Member:
    """One member: the row of their pair with the leader, and where they work."""

    row: Row
    note: str


@dataclass(frozen=True)
class Choice:
    """Somebody who could lead a circle as the second; `key` "alone" is nobody."""

    key: str
    name: str
    is_now: bool


@dataclass(frozen=True)
class Circle:
    """One circle as a run proposes it. `topics` are what most of them want and the leader shares;
    `second` names who would lead it too, `choices` who else could, and `by_hand` says that somebody has
    decided on that; `busy` names who was chosen and leads a circle of their own by now, or may not.
    """

    leader: Enrolment
    members: tuple[Member, ...]
    seats: int
    topics: tuple[str, ...]
    functions: tuple[tuple[str, int], ...]
    meets: bool
    second: str = ""
    choices: tuple[Choice, ...] = ()
    by_hand: bool = False
    busy: str = ""

    @property
    def size(self) -> int:
        """How many members it has."""
        return len(self.members)

    @property
    def small(self) -> bool:
        """Whether it has too few to begin."""
        return not self.meets and self.size < SMALLEST

    @property
    def full(self) -> bool:
        """Whether nobody else can join."""
        return self.size >= self.seats

    @property
    def quality(self) -> int:
        """How well they suit the leader, on average."""
        return round(sum(each.row.proposal.quality for each in self.members) / max(1, self.size))

    @property
    def word(self) -> object:
        """The same in a word."""
        return word_of(self.quality)

    @property
    def mixed(self) -> str:
        """The functions in it, those with the most members first."""
        return ", ".join(f"{name} ({n})" if n > 1 else name for name, n in self.functions)


@dataclass(frozen=True)
class Target:
    """A leader to whose circle somebody may be moved."""

    key: str
    name: str
    size: int
    seats: int


class Circles:
    """The circles of a run; what they have in common with pairs is `review`'s."""

    smallest, largest = SMALLEST, LARGEST

    def __init__(self, run: MatchRun, review: Review) -> None:
        self.run, self.review = run, review

    @cached_property
    def found(self) -> list[Circle]:
        """By the leader's name."""
        rows: dict[str, list[Row]] = {}
        for row in self.review.rows(self.review.proposals()):
            rows.setdefault(str(row.mentor.pk), []).append(row)
        circles = [self._circle(found) for found in rows.values()]
        return sorted(circles, key=lambda each: (each.leader.person.sort_key, str(each.leader.pk)))

    @cached_property
    def targets(self) -> list[Target]:
        """Every leader with a seat of their own, by name."""
        slots = self.review.draft.slots
        found = [
            Target(key, self.review.name(key), slot["used"], slot["of"])
            for key, slot in slots.items()
            if slot["of"]
        ]
        return sorted(found, key=lambda each: (each.name, each.key))

    @cached_property
    def left(self) -> list[Left]:
        """Who is in no circle."""
        return left(self.review)

    @property
    def gap(self) -> float:
        """How far the circles are from the bound, in percent of it; less than nothing is better."""
        facts = self.run.facts["circles"]
        return round(100 * (1 - facts["value"] / facts["bound"]), 1) if facts["bound"] else 0.0

    @property
    def more_could_be(self) -> int:
        """How many more could be in a circle, if circles might be as small as one likes."""
        return int(self.run.facts["circles"]["bound_matched"] - self.run.facts["matched"])

    def _circle(self, rows: list[Row]) -> Circle:
        leader, known = rows[0].mentor, self.review.known
        functions = Counter(known.get(str(row.mentee.person.function_id), "") for row in rows)
        said = [(name, n) for name, n in functions.items() if name]
        slot = self.review.draft.slots.get(str(leader.pk), {"of": len(rows)})
        second = str(rows[0].proposal.second_id or "")
        chosen = decided_of(self.review.draft, leader)
        return Circle(
            leader=leader,
            members=tuple(Member(row, _note(row, known)) for row in rows),
            seats=slot["of"],
            topics=topics((row.proposal for row in rows), known),
            functions=tuple(sorted(said, key=lambda pair: (-pair[1], pair[0]))),
            meets=str(leader.pk) in self.run.facts["circles"]["meets"],
            second=self.review.name(second) if second else "",
            choices=self._choices(str(leader.pk), second),
            by_hand=bool(chosen),
            busy=self.review.name(chosen) if chosen not in ("", ALONE, second) else "",
        )

    def _choices(self, leader: str, second: str) -> tuple[Choice, ...]:
        """Who suits best first, then nobody; empty where there is nothing to choose."""
        could = self.run.facts["circles"].get("could_lead", {}).get(leader, [])
        keys = list(dict.fromkeys([*([second] if second else []), *could]))
        found = [Choice(key, self.review.name(key), key == second) for key in keys]
        return (*found, Choice(ALONE, "", not second)) if found else ()


def _note(row: Row, known: Mapping[str, str]) -> str:
    unit, function = row.mentee.person.business_unit, row.mentee.person.function_id
    words = (unit.name if unit else "", known.get(str(function), ""))
    return " · ".join(word for word in words if word)


def topics(proposals: "Iterable[Proposal]", known: Mapping[str, str]) -> tuple[str, ...]:
    """What a circle is about: the competencies that most of its members want and the leader shares."""
    shared = Counter(
        key
        for each in proposals
        for reason in each.reasons
        if reason["criterion"] == "competencies"
        for key in reason["shared"]
    )
    named = [(n, known.get(key, "")) for key, n in shared.items()]
    best = sorted(((n, name) for n, name in named if name), key=lambda pair: (-pair[0], pair[1]))
    return tuple(name for _n, name in best[:TOPICS])
