"""The lists matched: pairs with their reasons, those left over with theirs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching import reasons
from matching.engine import (
    Explanation,
    Issue,
    NotOptimal,
    Pair,
    PairReasons,
    Quality,
    Role,
    Solution,
    check,
    explain,
    solve,
)
from matching.signups.criteria import Question, Wishes, id_of, question_of
from matching.signups.lists import Entry, SignUpList, Unusable

REASONS = 3


@dataclass(frozen=True)
class PairLine:
    """A pair as it is written: people, quality in a word and a number, sentences."""

    mentee: Entry
    mentor: Entry
    word: str
    quality: int
    reasons: tuple[str, ...]
    counter: str
    next_best: str


@dataclass(frozen=True)
class LeftLine:
    """Somebody without a match: why, which rules removed how many, the smallest change."""

    role: Role
    person: Entry
    why: str
    in_the_way: str
    change: str


@dataclass(frozen=True)
class Prepared:
    """The lists and the question they make, with what is to be known before it is answered."""

    mentors: SignUpList
    mentees: SignUpList
    wishes: Wishes
    question: Question
    issues: tuple[Issue, ...]

    @property
    def people(self) -> dict[str, Entry]:
        """Sign-ups by the id that the engine knows them by."""
        lists = (self.mentors, self.mentees)
        return {id_of(side.role, entry): entry for side in lists for entry in side.entries}

    @property
    def warnings(self) -> list[str]:
        """The issues in sentences, and who stands in both lists."""
        names = self.question.names
        told = [reasons.issue({"code": i.code, "ids": list(i.ids)}, names) for i in self.issues]
        return [*told, *_in_both(self)]


@dataclass(frozen=True)
class Matched:
    """The answer. Both lists of lines are sorted by name."""

    prepared: Prepared
    solution: Solution
    pairs: tuple[PairLine, ...]
    left: tuple[LeftLine, ...]

    @property
    def summary(self) -> str:
        """As "48 of 50 mentees have a mentor: 12 excellent, 36 good."."""
        total = len(self.prepared.mentees.entries)
        words = ngettext(
            "%(n)s of %(total)s mentee has a mentor",
            "%(n)s of %(total)s mentees have a mentor",
            total,
        )
        head = words % {"n": len(self.pairs), "total": total}
        counts = dict.fromkeys(Quality, 0)
        for pair in self.solution.pairs:
            counts[pair.word] += 1
        said = [
            f"{number} {str(reasons.WORDS[word].text).lower()}"
            for word, number in counts.items()
            if number
        ]
        return f"{head}: {', '.join(said)}." if said else f"{head}."


def prepared(mentors: SignUpList, mentees: SignUpList, wishes: Wishes) -> Prepared:
    """Both lists understood. Raises Unusable where no pair could mean anything."""
    question = question_of(mentors, mentees, wishes)
    found = Prepared(mentors, mentees, wishes, question, check(question.problem))
    codes = {issue.code for issue in found.issues}
    if "no_places" in codes:
        words = _("%(file)s: no mentor has a place; each says 0 in the column for it.")
        raise Unusable(words % {"file": mentors.file})
    if "no_criteria" in codes:
        raise Unusable(_nothing_in_common(found))
    return found


def _nothing_in_common(found: Prepared) -> str:
    lines = [
        _(
            "%(mentors)s and %(mentees)s have nothing in common that one could match by, so every"
            " pair would be as good as any other. Say with --columns what their columns mean."
        )
        % {"mentors": found.mentors.file, "mentees": found.mentees.file}
    ]
    for side in (found.mentors, found.mentees):
        unused = [used.name for used in side.columns if used.unknown]
        if unused:
            lines.append(_("Not used of %(file)s: ") % {"file": side.file} + ", ".join(unused[:40]))
    return "\n".join(lines)


def _in_both(found: Prepared) -> Iterable[str]:
    """People who sign up as both, with their rows, in one sentence."""
    people, sign_ups = found.people, found.question.problem.participants
    mentors = {each.who: people[each.id] for each in sign_ups if each.role == Role.MENTOR}
    both = [
        _("%(name)s (row %(row)s and row %(other)s)")
        % {"name": people[e.id].name, "row": mentors[e.who].row, "other": people[e.id].row}
        for e in sign_ups
        if e.role == Role.MENTEE and e.who in mentors
    ]
    if both:
        words = _("In both lists, and never matched with themselves: %(names)s.")
        yield words % {"names": shortened(both)}


def shortened(words: Sequence[str], most: int = 6) -> str:
    """The first of many, and how many more there are."""
    more = len(words) - most
    return ", ".join(words[:most]) + (_(" and %(n)d more") % {"n": more} if more > 0 else "")


def match(mentors: SignUpList, mentees: SignUpList, wishes: Wishes) -> Matched:
    """The best pairs under the product's own rules. Raises Unusable."""
    return matched(prepared(mentors, mentees, wishes))


def matched(found: Prepared) -> Matched:
    """The answer to what was prepared. Raises Unusable for lists too long for the engine."""
    try:
        solution = solve(found.question.problem)
        why = explain(found.question.problem, solution)
    except (OverflowError, NotOptimal) as error:
        raise Unusable(_("The lists are too long to be matched at once: %s") % error) from error
    people = found.people
    pairs = [_pair_line(found, people, pair, why.pairs[pair.mentee]) for pair in solution.pairs]
    left = [*_mentees_left(found, people, solution, why), *_mentors_left(found, people, solution)]
    return Matched(
        found,
        solution,
        tuple(sorted(pairs, key=lambda line: _by_name(line.mentee))),
        tuple(sorted(left, key=lambda line: (line.role != Role.MENTEE, _by_name(line.person)))),
    )


def _by_name(entry: Entry) -> tuple[str, str]:
    return entry.name.casefold(), entry.key


def _pair_line(found: Prepared, people: dict[str, Entry], pair: Pair, why: PairReasons) -> PairLine:
    names = found.question.names
    said = [reasons.speaks_for(reasons.stored(each), names) for each in why.reasons[:REASONS]]
    counter = why.counter and reasons.speaks_against(reasons.stored(why.counter), names)
    return PairLine(
        mentee=people[pair.mentee],
        mentor=people[pair.mentor],
        word=str(reasons.WORDS[pair.word].text),
        quality=pair.quality,
        reasons=tuple(said),
        counter=counter or "",
        next_best=_next_best(names, why),
    )


def _next_best(names: Mapping[str, str], why: PairReasons) -> str:
    if not why.alternatives:
        return ""
    best = why.alternatives[0]
    facts = {"name": names[best.mentor], "quality": best.quality}
    full = _("%(name)s (%(quality)s, no free place)")
    return (full if best.full else _("%(name)s (%(quality)s)")) % facts


def _mentees_left(
    found: Prepared, people: dict[str, Entry], solution: Solution, why: Explanation
) -> Iterable[LeftLine]:
    names = found.question.names
    for mentee in solution.unmatched:
        told = reasons.stored_unmatched(why.unmatched[mentee])
        rules = sorted(told["removed"].items(), key=lambda item: (-item[1], item[0]))
        yield LeftLine(
            Role.MENTEE,
            people[mentee],
            reasons.cause(told["cause"]),
            "; ".join(f"{reasons.rule(code)}: {number}" for code, number in rules),
            reasons.remedy(told["remedy"], names),
        )


def _mentors_left(
    found: Prepared, people: dict[str, Entry], solution: Solution
) -> Iterable[LeftLine]:
    mentees = len(found.mentees.entries)
    for load in solution.loads:
        if load.used:
            continue
        rules = [r for r in solution.rulings if (r.mentors or {}).get(load.mentor)]
        counts = [(r.code, (r.mentors or {})[load.mentor]) for r in rules if r.code != "capacity"]
        yield LeftLine(
            Role.MENTOR,
            people[load.mentor],
            *_why_no_mentee(load.capacity, counts, mentees),
        )


def _why_no_mentee(
    places: int, counts: list[tuple[str, int]], mentees: int
) -> tuple[str, str, str]:
    """Reason, rules and change for a mentor whom nobody got.

    Says the same whether or not a confidential rule had a part in it.
    """
    if places <= 0:
        return _("Offers no place."), "", _("A place would help.")
    ordered = sorted(counts, key=lambda item: (-item[1], item[0]))
    said = "; ".join(f"{reasons.rule(code)}: {number}" for code, number in ordered)
    everyone = [code for code, number in ordered if number == mentees]
    if everyone:
        lifting = _("Lifting this would help: %(rule)s.") % {"rule": reasons.rule(everyone[0])}
        return _("The rules leave nobody."), said, lifting
    return _("No mentee was left who may come here."), said, _("One more mentee would help.")
