"""Two lists as a problem for the engine: the product's own criteria, as far as both lists speak."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from matching import criteria
from matching.engine import (
    Criterion,
    Objective,
    Participant,
    Problem,
    Role,
    RuleSet,
    Tier,
)
from matching.enums import Weight
from matching.signups import cells
from matching.signups.lists import Entry, SignUpList, Trouble
from matching.signups.people import Directory
from matching.signups.topics import Topics
from programs.services.grades import USUAL, steps

LANGUAGE = "language "


@dataclass(frozen=True)
class Wishes:
    """What was chosen beside the files. `weights` are words by criterion; `grades` lowest first."""

    now: datetime
    capacity: int = 1
    grades: tuple[str, ...] = USUAL
    weights: Mapping[str, str] = field(default_factory=dict)
    more_senior: bool = False
    quality_floor: int = 0

    def weight(self, criterion: str) -> str:
        """How much a criterion counts, in a word."""
        return self.weights.get(criterion) or criteria.BY_KEY[criterion].first.value


@dataclass(frozen=True)
class Counted:
    """A criterion, its weight, and why it does not count after all; empty if it does."""

    criterion: str
    weight: str
    why_not: str = ""


@dataclass(frozen=True)
class Question:
    """The engine's problem, what ids and terms in its answers are called, and what went into it."""

    problem: Problem
    names: Mapping[str, str]
    counted: tuple[Counted, ...]
    troubles: tuple[Trouble, ...]


def question_of(mentors: SignUpList, mentees: SignUpList, wishes: Wishes) -> Question:
    """Both lists as one problem."""
    lists = (mentors, mentees)
    directory = Directory([*mentors.entries, *mentees.entries])
    people = _People(lists, wishes, directory)
    participants = tuple(people.participant(side, e) for side in lists for e in side.entries)
    counted = tuple(_counted(key, participants, wishes) for key in criteria.BY_KEY)
    problem = Problem(
        participants=participants,
        criteria=tuple(
            criteria.criterion(each.criterion, each.weight) for each in counted if not each.why_not
        ),
        rules=RuleSet(
            managers=_managers(lists, directory),
            exclusions=_couples(lists, directory, "apart"),
            repeats=_couples(lists, directory, "before"),
            tier=Tier("rank") if wishes.more_senior else None,
            quality_floor=wishes.quality_floor,
        ),
        objective=Objective(),
    )
    return Question(
        problem, people.names(), counted, (*people.troubles, *_strangers(lists, directory))
    )


def id_of(role: Role, entry: Entry) -> str:
    """A sign-up's id: the same in whatever order the rows come."""
    return f"{role.value} {entry.key}"


class _People:
    """Entries as the engine sees them."""

    def __init__(self, lists: Iterable[SignUpList], wishes: Wishes, directory: Directory) -> None:
        self.lists, self.wishes, self.directory = tuple(lists), wishes, directory
        self.topics = Topics(self.lists)
        self.ladder = steps(wishes.grades)
        #: Numbers and grades are two scales: numbers count where both lists have some.
        self.by_number = all(
            any(isinstance(e["seniority"], int) for e in side.entries) for side in self.lists
        )
        self.troubles = (*self._unknown_grades(), *self.topics.troubles)

    def participant(self, side: SignUpList, entry: Entry) -> Participant:
        places = entry["capacity"]
        return Participant(
            id=id_of(side.role, entry),
            role=side.role,
            capacity=self.wishes.capacity if places is None else places,
            person=self.directory.person(entry),
            terms={key: found for key, found in self._terms(entry).items() if found},
            numbers={key: n for key, n in self._numbers(entry).items() if n is not None},
        )

    def _terms(self, entry: Entry) -> dict[str, frozenset[str]]:
        return {
            "offered": self.topics.of(entry, "offered"),
            "wanted": self.topics.of(entry, "wanted"),
            "languages": frozenset(LANGUAGE + code for code in entry["languages"] or ()),
            "working_style": _one(entry["working_style"]),
            "unit": _one(entry["business_unit"]),
            "function": _one(entry["function"]),
        }

    def _numbers(self, entry: Entry) -> dict[str, int | None]:
        zone = entry["timezone"]
        return {
            "rank": self._rank(entry),
            "time_zone": cells.offset(zone, self.wishes.now) if zone else None,
            "experience": entry["experience"],
            "hours": entry["hours"],
        }

    def _rank(self, entry: Entry) -> int | None:
        level = entry["seniority"]
        if self.by_number:
            return level if isinstance(level, int) else None
        for grade in (entry["grade"], level):
            if grade is not None and str(grade).casefold() in self.ladder:
                return self.ladder[str(grade).casefold()]
        return None

    def _unknown_grades(self) -> Iterable[Trouble]:
        levelled = [any(e["grade"] or e["seniority"] for e in side.entries) for side in self.lists]
        if self.by_number or not all(levelled):
            return
        for side in self.lists:
            said = [e["grade"] or e["seniority"] for e in side.entries if self._rank(e) is None]
            unknown = sorted({str(grade) for grade in said if grade})
            if unknown:
                words = _(
                    "These grades are not on the ladder and do not count: %(grades)s. Give the order"
                    " with --grades, the lowest first."
                )
                shown = ", ".join(unknown[:20])
                yield Trouble(side.file, 0, _("Grade"), words % {"grades": shown})

    def names(self) -> dict[str, str]:
        """What people and terms are called in reasons."""
        known = {id_of(side.role, e): e.name for side in self.lists for e in side.entries}
        said = [
            name
            for side in self.lists
            for entry in side.entries
            for column in ("working_style", "business_unit", "function")
            if (name := entry[column])
        ]
        codes = {c for side in self.lists for e in side.entries for c in e["languages"] or ()}
        known |= {LANGUAGE + code: cells.language_name(code) for code in codes}
        return known | self.topics.names | cells.spellings(said)


def _one(name: str | None) -> frozenset[str]:
    return frozenset((cells.term(name),)) if name else frozenset()


def _counted(key: str, people: tuple[Participant, ...], wishes: Wishes) -> Counted:
    weight = wishes.weight(key)
    reads = criteria.BY_KEY[key].reads
    return Counted(key, weight, _why_not(reads, weight, people))


def _why_not(reads: Criterion, weight: str, people: tuple[Participant, ...]) -> str:
    found = criteria.heard(reads, people)
    if not found.mentees or not found.mentors:
        silent = (not found.mentees, not found.mentors)
        return {
            (True, True): _("neither list says it"),
            (True, False): _("the mentees’ list does not say it"),
            (False, True): _("the mentors’ list does not say it"),
        }[silent]
    if found.alike:
        return _("it is the same for everybody")
    return _("left out by its weight") if weight == Weight.IGNORE else ""


# Who may not meet whom ----------------------------------------------------------------------


def _managers(lists: Iterable[SignUpList], directory: Directory) -> dict[str, str]:
    found: dict[str, str] = {}
    for side in lists:
        for entry in side.entries:
            if entry["manager"] and (manager := directory.find(entry["manager"])):
                found[directory.person(entry)] = manager
    return found


def _couples(
    lists: Iterable[SignUpList], directory: Directory, column: str
) -> frozenset[tuple[str, str]]:
    return frozenset(
        (directory.person(entry), other)
        for side in lists
        for entry in side.entries
        for word in entry[column] or ()
        if (other := directory.find(word))
    )


def _strangers(lists: Iterable[SignUpList], directory: Directory) -> Iterable[Trouble]:
    """Wishes to be kept apart from somebody who is not found: they must not be lost silently."""
    for side in lists:
        for entry in side.entries:
            lost = [word for word in entry["apart"] or () if not directory.find(word)]
            if lost:
                words = _(
                    "A person named here is in neither list, or there are several: not kept apart."
                )
                yield Trouble(side.file, entry.row, _("Not to be matched with"), words)
