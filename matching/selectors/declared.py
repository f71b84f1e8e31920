"""What was told by declared groups: of a run, and of a program's cohorts for those who oversee it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.adapter.fairness import MENTEES_MATCHED, MENTEES_SELECTED, MENTORS_SELECTED, QUALITY
from matching.fairness import Part, Why, part_loaded
from matching.models import FairnessReport
from matching.selectors import fairness as words
from programs.models import Program

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SHOWN_GROUPS = "shown"
ORDER = (MENTEES_MATCHED, QUALITY, MENTEES_SELECTED, MENTORS_SELECTED)
WHY: dict[str, "_StrPromise"] = {
    Why.FEW: gettext_lazy("Too few people altogether to compare."),
    Why.SIDE: gettext_lazy(
        "Nearly everybody, or nearly nobody: the few others would be pointed at by any figure."
    ),
    Why.CLOSE: gettext_lazy(
        "Too little has changed since it was last told: the difference would point at somebody."
    ),
    Why.GROUPS: gettext_lazy(
        "Every group has too few people to show without pointing at a person."
    ),
}

NOTHING = gettext_lazy(
    "Too few people are in it, or have declared anything, for a figure that points at nobody."
)


def last_told(cohort_id: UUID, track_id: UUID) -> dict[str, Any]:
    """What was told last of this cohort's track; empty before the first."""
    rows = FairnessReport.objects.filter(run__cohort=cohort_id, run__track=track_id)
    row = rows.exclude(declared_at=None).order_by("-declared_at", "-created_at").first()
    return row.declared if row else {}


@dataclass(frozen=True)
class Means:
    """A group's quality; empty where it is protected."""

    label: str
    n: int
    mean: str


@dataclass(frozen=True)
class DeclaredSection:
    """One step by declared groups: words, tables, and why there is nothing, or nothing newer."""

    title: str
    why: str
    total: str = ""
    as_of: date | None = None
    section: words.Section | None = None
    means: tuple[tuple[str, tuple[Means, ...], tuple[str, ...]], ...] = ()


def declared_sections(told: dict[str, Any], *, of_peers: bool = False) -> list[DeclaredSection]:
    """Every step that something can be said of, the matching first."""
    if not told["parts"] and told["why"]:
        return [DeclaredSection(str(_("Nothing can be told")), str(NOTHING))]
    there = [key for key in ORDER if key in told["parts"] or key in told["why"]]
    return [_section(key, told, of_peers=of_peers) for key in there]


def _title(key: str, *, of_peers: bool) -> str:
    if key == QUALITY:
        return _("How well they are matched")
    return str(words.words_of(key, of_peers=of_peers).title)


def _section(key: str, told: dict[str, Any], *, of_peers: bool) -> DeclaredSection:
    why, kept = told["why"].get(key, ""), told["parts"].get(key)
    title, said = _title(key, of_peers=of_peers), str(WHY.get(why, ""))
    if kept is None:
        return DeclaredSection(title, said)
    part, as_of = _named(part_loaded(kept["part"])), date.fromisoformat(kept["as_of"])
    if key == QUALITY:
        facts = {"n": part.total.scored or 0, "mean": f"{part.total.mean or 0:.0f}"}
        total = _("Altogether: %(n)s pairs, %(mean)s on average.") % facts
        return DeclaredSection(title, said, total, as_of, means=tuple(_means(part)))
    section = words.section(part, of_peers=of_peers)
    return DeclaredSection(title, said, section.total, as_of, section)


def _named(part: Part) -> Part:
    """With words for those who declare nothing."""
    return replace(
        part,
        groupings=tuple(
            replace(
                grouping,
                groups=tuple(
                    replace(group, label=group.label or _("Not declared"))
                    for group in grouping.groups
                ),
            )
            for grouping in part.groupings
        ),
    )


def _means(part: Part) -> Iterator[tuple[str, tuple[Means, ...], tuple[str, ...]]]:
    for grouping in part.groupings:
        shown = tuple(
            Means(group.label, group.scored or 0, f"{group.mean:.0f}") for group in grouping.shown
        )
        yield grouping.key, shown, tuple(group.label for group in grouping.groups if group.reason)


def told_of(program: Program) -> list[FairnessReport]:
    """The newest figures of each cohort and track of a program, the newest cohort first."""
    rows = FairnessReport.objects.filter(run__cohort__program=program, declared_at__isnull=False)
    rows = rows.select_related("run__cohort", "run__track")
    newest = {}
    for row in rows.order_by("declared_at", "created_at"):
        newest[row.run.cohort_id, row.run.track_id] = row
    return sorted(
        newest.values(),
        key=lambda row: (row.run.cohort.starts_on, row.run.track.name),
        reverse=True,
    )
