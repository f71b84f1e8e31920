"""A run's fairness in words: what is noticeable first, then every figure that may be shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.privacy.cells import MINIMUM
from matching import criteria
from matching.adapter.fairness import (
    ATTRIBUTES,
    MENTEES_MATCHED,
    MENTEES_SELECTED,
    MENTORS_SELECTED,
)
from matching.fairness import (
    FOUR_FIFTHS,
    Group,
    Grouping,
    Part,
    Report,
    as_often,
    behind,
    comparable,
    impact,
    others,
)
from matching.models import LawfulPurpose, MatchRun
from matching.selectors.purposes import covers, protected

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: From here on a difference is said to be hardly chance.
HARDLY = 0.05
#: So many points of quality under everybody's mean are spoken of.
NOTICEABLE = 10
LABELS = {attribute.key: attribute.label for attribute in ATTRIBUTES}
WHO = {
    "unit": gettext_lazy("People from %(group)s"),
    "function": gettext_lazy("People from %(group)s"),
    "site": gettext_lazy("People in %(group)s"),
    "level": gettext_lazy("People at level %(group)s"),
}


@dataclass(frozen=True)
class Words:
    """How a step is spoken of."""

    title: "_StrPromise"
    reached: "_StrPromise"
    fine: "_StrPromise"
    behind: "_StrPromise"
    behind_best: "_StrPromise"
    few: "_StrPromise"


WORDS: Mapping[str, Words] = {
    MENTEES_MATCHED: Words(
        gettext_lazy("Who is matched"),
        gettext_lazy("Matched"),
        gettext_lazy("Nobody's group is matched noticeably less often than others."),
        gettext_lazy("%(who)s are matched %(ratio)s as often as others (%(counts)s)."),
        gettext_lazy("%(who)s are matched %(ratio)s as often as %(best)s (%(counts)s)."),
        gettext_lazy("Fewer than %(minimum)s mentees are in this run: too few to compare."),
    ),
    MENTEES_SELECTED: Words(
        gettext_lazy("Which mentees were taken in"),
        gettext_lazy("Taken in"),
        gettext_lazy("No group of mentees was taken in noticeably less often than others."),
        gettext_lazy("%(who)s were taken in %(ratio)s as often as others (%(counts)s)."),
        gettext_lazy("%(who)s were taken in %(ratio)s as often as %(best)s (%(counts)s)."),
        gettext_lazy("Fewer than %(minimum)s mentees have applied: too few to compare."),
    ),
    MENTORS_SELECTED: Words(
        gettext_lazy("Which mentors were taken in"),
        gettext_lazy("Taken in"),
        gettext_lazy("No group of mentors was taken in noticeably less often than others."),
        gettext_lazy("%(who)s were taken in %(ratio)s as often as others (%(counts)s)."),
        gettext_lazy("%(who)s were taken in %(ratio)s as often as %(best)s (%(counts)s)."),
        gettext_lazy("Fewer than %(minimum)s mentors have applied: too few to compare."),
    ),
}
#: Where all are of one side, and nobody is anybody's mentee.
OF_PEERS: Mapping[str, Words] = {
    MENTEES_MATCHED: replace(
        WORDS[MENTEES_MATCHED],
        few=gettext_lazy("Fewer than %(minimum)s people are in this run: too few to compare."),
    ),
    MENTEES_SELECTED: replace(
        WORDS[MENTEES_SELECTED],
        title=gettext_lazy("Who was taken in"),
        fine=gettext_lazy("No group was taken in noticeably less often than others."),
        few=gettext_lazy("Fewer than %(minimum)s people have applied: too few to compare."),
    ),
}
#: What is looked at here first.
ORDER = (MENTEES_MATCHED, MENTEES_SELECTED, MENTORS_SELECTED)


@dataclass(frozen=True)
class Line:
    """A sentence, and whether it is one to look into."""

    text: str
    notable: bool = False


@dataclass(frozen=True)
class Row:
    """A group's figures as they are read; "" for what can't be said."""

    label: str
    reached: str
    rate: str
    others: str
    best: str
    low: bool
    chance: str
    quality: str
    scored: int | None


@dataclass(frozen=True)
class Table:
    """Everybody by one attribute."""

    label: str
    rows: tuple[Row, ...]
    protected: tuple[str, ...]
    chance: str


@dataclass(frozen=True)
class Section:
    """One step: how many reached it, sentences, then tables; `few` where nothing can be said."""

    key: str
    title: str
    reached: str
    total: str
    few: bool
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]

    @property
    def first(self) -> bool:
        """Whether it is what this run is about, and has quality."""
        return self.key == MENTEES_MATCHED


def sections(report: Report, *, of_peers: bool = False) -> list[Section]:
    """Every step, the matching first."""
    parts = {part.key: part for part in report.parts}
    there = [parts[key] for key in ORDER if key in parts]
    return [section(part, report.minimum, of_peers=of_peers) for part in there]


def words_of(key: str, *, of_peers: bool) -> Words:
    """How a step is spoken of among these people."""
    return OF_PEERS[key] if of_peers and key in OF_PEERS else WORDS[key]


def section(part: Part, minimum: int = MINIMUM, *, of_peers: bool = False) -> Section:
    """One step, in words and tables."""
    words, few = words_of(part.key, of_peers=of_peers), bool(part.total.reason)
    compared = () if few else tuple(each for each in part.groupings if _tells(part, each))
    return Section(
        key=part.key,
        title=str(words.title),
        reached=str(words.reached),
        total=str(words.few) % {"minimum": minimum} if few else _total(part),
        few=few,
        lines=tuple(_lines(part, words)) if compared else (),
        tables=tuple(_table(part, each) for each in compared),
    )


def _total(part: Part) -> str:
    if part.total.hits == part.total.n:
        return _("Everybody: %(counts)s.") % {"counts": _of(part.total.hits, part.total.n)}
    return _("Altogether: %(counts)s.") % {"counts": _of(part.total.hits, part.total.n)}


def _tells(part: Part, grouping: Grouping) -> bool:
    """Whether a table says more than the total: where all are in one group, it doesn't.

    Where everybody reached the step, groups differ at most in the quality of what they got.
    """
    told = comparable(part, grouping) or any(group.reason for group in grouping.groups)
    everybody = part.total.hits == part.total.n
    return told and (not everybody or part.total.mean is not None)


def _lines(part: Part, words: Words) -> Iterable[Line]:
    compared = [grouping for grouping in part.groupings if comparable(part, grouping)]
    if not compared:
        yield Line(_("No group can be compared with others: too few people in each."))
        return
    low = [
        Line(_low(part, each, group, words), True)
        for each in compared
        for group in behind(part, each)
    ]
    yield from low or [Line(str(words.fine))]
    for grouping in compared:
        yield from _weak(part, grouping)


def _low(part: Part, grouping: Grouping, group: Group, words: Words) -> str:
    """How far a group is behind everybody else or, failing that, behind the one that does best."""
    ratio, rest = as_often(group, part), others(group, part.total)
    best = grouping.best
    if rest is not None and ratio is not None and ratio < FOUR_FIFTHS:
        counts = _against(group, *rest, chance(group.p))
        facts = {"ratio": share(ratio), "counts": counts}
        return str(words.behind) % (facts | {"who": who(grouping.key, group.label)})
    found = impact(group, grouping) or 0
    hits, n = (best.hits or 0, best.n or 0) if best else (0, 0)
    name = best.label if best else ""
    facts = {"ratio": share(found), "best": name, "counts": _against(group, hits, n, "")}
    return str(words.behind_best) % (facts | {"who": who(grouping.key, group.label)})


def _against(group: Group, hits: int, n: int, said: str) -> str:
    numbers = {"mine": _of(group.hits, group.n), "theirs": _of(hits, n), "chance": said}
    if said:
        return _("%(mine)s against %(theirs)s; %(chance)s") % numbers
    return _("%(mine)s against %(theirs)s") % numbers


def _weak(part: Part, grouping: Grouping) -> Iterable[Line]:
    """Groups whose pairs are noticeably weaker than everybody's."""
    mean = part.total.mean
    for group in grouping.shown:
        if mean is not None and group.mean is not None and mean - group.mean >= NOTICEABLE:
            facts = {
                "who": who(grouping.key, group.label),
                "mean": number_format(round(group.mean)),
                "all": number_format(round(mean)),
                "n": number_format(group.scored or 0),
            }
            said = _("%(who)s have weaker matches: %(mean)s on average, against %(all)s (n %(n)s).")
            yield Line(said % facts, True)


def who(key: str, label: str) -> str:
    """The people of a group."""
    said = WHO.get(key) or _("People who say “%(group)s” (%(question)s)")
    return str(said) % {"group": label, "question": key}


def _of(hits: int | None, n: int | None) -> str:
    return _("%(hits)s of %(n)s") % {"hits": number_format(hits or 0), "n": number_format(n or 0)}


def share(ratio: float) -> str:
    """Such as "71%"; rounded down, so that what is under a mark never reads as reaching it."""
    return number_format(int(ratio * 100 + 1e-9)) + "%"


def chance(p: float | None) -> str:
    """What a p-value means, with the value."""
    if p is None:
        return ""
    said = _("hardly chance: %(p)s") if p < HARDLY else _("could be chance: %(p)s")
    return said % {"p": p_value(p)}


def p_value(p: float) -> str:
    """Such as "p = 0.19"."""
    if p < 0.001:
        return f"p < {number_format(0.001, 3)}"
    digits = 2 if p >= 0.1 else 3
    return f"p = {number_format(round(p, digits), digits)}"


def _table(part: Part, grouping: Grouping) -> Table:
    said = "" if grouping.p is None else p_value(grouping.p)
    if said and not grouping.exact:
        said = _("%(p)s (sampled)") % {"p": said}
    return Table(
        label=str(LABELS.get(grouping.key, grouping.key)),
        rows=tuple(_row(part, grouping, group) for group in grouping.shown),
        protected=tuple(group.label for group in grouping.groups if group.reason),
        chance=said,
    )


def _row(part: Part, grouping: Grouping, group: Group) -> Row:
    ratio, best = as_often(group, part), impact(group, grouping)
    return Row(
        label=group.label,
        reached=_of(group.hits, group.n),
        rate=number_format(round((group.rate or 0) * 100)) + "%",
        others="" if ratio is None else share(ratio),
        best="" if best is None else share(best),
        low=group in behind(part, grouping),
        chance="" if group.p is None else p_value(group.p),
        quality="" if group.mean is None else number_format(round(group.mean)),
        scored=group.scored,
    )


def about_criteria(run: MatchRun, known: Sequence[LawfulPurpose] = ()) -> list[Line]:
    """Whether something protected counted in the run, and what stands close to it.

    `known` are the lawful purposes that held when it was started.
    """
    used = run.facts.get("criteria", [])
    measures = [criteria.BY_KEY[key] for key in used if key in criteria.BY_KEY]
    named = [measure for measure in measures if protected(measure)]
    lines = [_about_protected(measure, known) for measure in named] or [
        Line(
            _(
                "Nothing counted that is protected: no criterion looks at origin, sex, age, faith,"
                " health or family, and none can be added without a lawful purpose."
            )
        )
    ]
    lines += [
        Line(
            _(
                "A lawful purpose is recorded for %(name)s until %(until)s. Nothing in this run used it."
            )
            % {"name": purpose.attribute, "until": date_format(purpose.until)}
        )
        for purpose in known
        if not any(covers(purpose, measure) for measure in named)
    ]
    if "experience" in used:
        lines.append(Line(_("Years of experience counted; they go along with age.")))
    return lines


def _about_protected(measure: criteria.Measure, known: Iterable[LawfulPurpose]) -> Line:
    """What is said of a protected criterion, with the purpose that it counted for."""
    for purpose in known:
        if covers(purpose, measure):
            facts = {"criterion": measure.label, "basis": purpose.basis}
            facts |= {"until": date_format(purpose.until)}
            said = _(
                "%(criterion)s counted, which is protected. A lawful purpose is recorded until"
                " %(until)s: %(basis)s"
            )
            return Line(said % facts, True)
    said = _("%(criterion)s counted, which is protected. No lawful purpose is recorded for it.")
    return Line(said % {"criterion": measure.label}, True)
