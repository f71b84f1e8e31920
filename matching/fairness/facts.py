"""A report as plain data to store, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from matching.fairness.types import Group, Grouping, Load, Part, Report, Tail


def stored(report: Report) -> dict[str, Any]:
    """What JSON can hold."""
    return asdict(report)


def loaded(facts: Mapping[str, Any]) -> Report:
    """The report that was stored. Raises KeyError, TypeError for other data."""
    tail, load = facts["tail"], facts["load"]
    return Report(
        minimum=facts["minimum"],
        parts=tuple(part_loaded(part) for part in facts["parts"]),
        tail=Tail(**tail) if tail else None,
        load=_load(load) if load else None,
    )


def part_loaded(facts: Mapping[str, Any]) -> Part:
    """One step, as it was stored."""
    groupings = (
        Grouping(**{**each, "groups": tuple(Group(**group) for group in each["groups"])})
        for each in facts["groupings"]
    )
    return Part(facts["key"], Group(**facts["total"]), tuple(groupings))


def _load(facts: Mapping[str, Any]) -> Load:
    spread = tuple((mentees, mentors) for mentees, mentors in facts["spread"])
    return Load(**{**facts, "spread": spread})
