"""What a step of the review changed, in words: who moved, and what it costs or brings in all."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.enums import StepKind
from matching.models import DraftStep

#: The name of an enrolment's person, "" where they are gone.
NameOf = Callable[[str], str]
_TITLES = {
    StepKind.LOCK: gettext_lazy("Kept: %(mentee)s with %(mentor)s."),
    StepKind.SWAP: gettext_lazy("Swapped: %(mentee)s is now with %(mentor)s."),
    StepKind.VETO: gettext_lazy("Ruled out: %(mentee)s with %(mentor)s."),
    StepKind.LOOSEN: gettext_lazy("Reviewed pairs may move too."),
    StepKind.HOLD: gettext_lazy("Reviewed pairs stay where they are."),
}


@dataclass(frozen=True)
class Moved:
    """A mentee with another mentor than before; "" for none.

    `points` more or less (0–100) is their pair worth, and so many mentors would suit them `better`
    still; None where nobody asked.
    """

    mentee: str
    before: str
    after: str
    points: int | None = None
    better: int | None = None

    @property
    def words(self) -> str:
        """What happened to them."""
        names = {"mentee": self.mentee, "before": self.before, "after": self.after}
        if not self.after:
            return _("%(mentee)s has no mentor any more, after %(before)s") % names
        if not self.before:
            return _("%(mentee)s gets a mentor: %(after)s") % names
        return _("%(mentee)s moves from %(before)s to %(after)s") % names

    @property
    def worth(self) -> str:
        """Whether it is a gain for them; "" where there is nothing to compare."""
        if self.points is None or not (self.before and self.after):
            return ""
        if not self.points:
            return _("as good as before")
        size = abs(self.points)
        less = ngettext("%(n)d point less", "%(n)d points less", size)
        more = ngettext("%(n)d point more", "%(n)d points more", size)
        return (less if self.points < 0 else more) % {"n": size}

    @property
    def place(self) -> str:
        """How near the new mentor is to the best for them; "" without one."""
        if self.better is None or not self.after:
            return ""
        if not self.better:
            return _("nobody suits them better")
        words = ngettext(
            "%(n)d mentor would suit them better",
            "%(n)d mentors would suit them better",
            self.better,
        )
        return words % {"n": self.better}


@dataclass(frozen=True)
class Difference:
    """What one step, or all steps since somebody looked, changed."""

    titles: tuple[str, ...]
    moved: tuple[Moved, ...]
    summary: str

    @property
    def said(self) -> str:
        """All of it but the single moves, in one line."""
        return " ".join([*self.titles, self.summary])


def of_step(step: DraftStep, name: NameOf) -> Difference:
    """The difference that one step made."""
    return Difference((title(step, name),), *_told(step.moves, {str(step.mentee_id)}, name))


def of_steps(steps: Iterable[DraftStep], name: NameOf) -> Difference:
    """From before the first of these steps, oldest first, to after the last; each with who took it."""
    titles, moves = [], dict[str, dict[str, Any]]()
    for step in steps:
        who = f" ({getattr(step.by, 'person', step.by)})" if step.by else ""
        titles.append(title(step, name) + who)
        for move in step.moves:
            first = moves.get(move["mentee"], move)
            moves[move["mentee"]] = move | {"before": first["before"], "lost": first["lost"]}
    changed = [move for move in moves.values() if move["before"] != move["after"]]
    return Difference(tuple(titles), *_told(changed, set(), name))


def title(step: DraftStep, name: NameOf) -> str:
    """What was decided."""
    names = {"mentee": name(str(step.mentee_id or "")), "mentor": name(str(step.mentor_id or ""))}
    if step.kind == StepKind.UNDO:
        about = _("Taken back: %(mentee)s with %(mentor)s.") if step.mentee_id else _("Taken back.")
        return about % names
    return str(_TITLES[StepKind(step.kind)]) % names


def _told(
    moves: Collection[Mapping[str, Any]], acted: set[str], name: NameOf
) -> tuple[tuple[Moved, ...], str]:
    rows = tuple(sorted((_moved(move, name) for move in moves), key=lambda row: row.mentee))
    others = [_moved(move, name) for move in moves if move["mentee"] not in acted]
    return rows, " ".join(_sentences(rows, others, acted))


def _moved(move: Mapping[str, Any], name: NameOf) -> Moved:
    return Moved(
        mentee=name(move["mentee"]) or _("Somebody who has left"),
        before=name(move["before"]),
        after=name(move["after"]),
        points=move["won"] - move["lost"],
        better=max(0, move["rank"] - 1),
    )


def _sentences(rows: Collection[Moved], others: Collection[Moved], acted: set[str]) -> list[str]:
    if not rows:
        return [_("Nobody moves.")]
    return [*_others(others, acted), *_matched(rows), *_points(rows)]


def _others(others: Collection[Moved], acted: set[str]) -> list[str]:
    n, both = len(others), [row for row in others if row.before and row.after]
    if not n:
        return [_("Nobody else moves.")]
    weaker = sum((row.points or 0) < 0 for row in both)
    moves = ngettext("%(n)d other moves", "%(n)d others move", n) if acted else ngettext(
        "%(n)d mentee moves", "%(n)d mentees move", n
    )  # fmt: skip
    words = moves % {"n": n}
    if weaker:
        tail = ngettext("%(n)d to a weaker match", "%(n)d to weaker matches", weaker)
        words += ", " + tail % {"n": weaker}
    return [words + "."]


def _matched(rows: Collection[Moved]) -> list[str]:
    more = sum(not row.before for row in rows) - sum(not row.after for row in rows)
    if not more:
        return []
    n = abs(more)
    fewer = ngettext("%(n)d person fewer is matched.", "%(n)d people fewer are matched.", n)
    longer = ngettext("%(n)d person more is matched.", "%(n)d people more are matched.", n)
    return [(fewer if more < 0 else longer) % {"n": n}]


def _points(rows: Collection[Moved]) -> list[str]:
    both = [row.points or 0 for row in rows if row.before and row.after]
    total, n = sum(both), abs(sum(both))
    if not both:
        return []
    if not total:
        return [_("In all it costs nothing.")]
    costs = ngettext("It costs %(n)d point in all.", "It costs %(n)d points in all.", n)
    brings = ngettext("It brings %(n)d point in all.", "It brings %(n)d points in all.", n)
    return [(costs if total < 0 else brings) % {"n": n}]
