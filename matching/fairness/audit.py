"""From people and what they reached to what may be told about it."""

from collections.abc import Callable, Iterable, Mapping

from matching.fairness import chance
from matching.fairness.protect import EVERYBODY, Memory, Verdicts, verdicts
from matching.fairness.spread import load, tail
from matching.fairness.types import Case, Group, Grouping, Part, Report, Step, Subject


def audit(
    case: Case, memory: Memory | None = None, reached: Callable[[int, int], None] | None = None
) -> Report:
    """Everything of a case. The order of steps matters, that of the people doesn't.

    `memory` spares decisions made before, and holds those used here afterwards. `reached` hears how many
    of how many steps are done.
    Raises KeyError for a step after one that isn't there, ValueError where one person is in a step
    twice.
    """
    memory = memory or Memory()
    told: dict[str, Verdicts] = {}
    parts = []
    for done, step in enumerate(case.steps):
        if reached:
            reached(done, len(case.steps))
        before = told[step.after] if step.after else None
        told[step.key] = verdicts(
            _once(step), case.groupings, minimum=case.minimum, memory=memory, before=before
        )
        parts.append(_part(step, told[step.key], case, memory))
    last = case.steps[-1].subjects if case.steps else ()
    return Report(
        minimum=case.minimum,
        parts=tuple(parts),
        tail=tail((s.quality for s in last if s.quality is not None), minimum=case.minimum),
        load=load(case.loads, case.places, minimum=case.minimum),
    )


def _once(step: Step) -> tuple[Subject, ...]:
    if len({subject.id for subject in step.subjects}) != len(step.subjects):
        raise ValueError(f"{step.key}: one person is there twice.")
    return step.subjects


def _part(step: Step, told: Verdicts, case: Case, memory: Memory) -> Part:
    quality = verdicts(
        step.subjects,
        case.groupings,
        minimum=case.minimum,
        memory=memory,
        before=told,
        counts=lambda subject: subject.quality is not None,
    )
    total = _group("", step.subjects, told[EVERYBODY], quality[EVERYBODY])
    if total.reason:
        return Part(step.key, total)
    members = _members(step.subjects)
    made = []
    for key in case.groupings:
        groups = [
            compared(_group(label, members[key, label], why, quality[key, label]), total)
            for (grouping, label), why in told.items()
            if grouping == key
        ]
        made.append(grouped(key, groups))
    return Part(step.key, total, tuple(made))


def _members(subjects: Iterable[Subject]) -> Mapping[tuple[str, str], list[Subject]]:
    members: dict[tuple[str, str], list[Subject]] = {}
    for subject in subjects:
        for pair in subject.groups.items():
            members.setdefault(pair, []).append(subject)
    return members


def _group(label: str, people: Iterable[Subject], why: str, why_quality: str) -> Group:
    """A group's counts, as far as they may be shown."""
    if why:
        return Group(label, why)
    rows = list(people)
    qualities = [row.quality for row in rows if row.quality is not None]
    return Group(
        label,
        n=len(rows),
        hits=sum(row.hit for row in rows),
        scored=None if why_quality else len(qualities),
        points=None if why_quality else sum(qualities),
    )


def compared(group: Group, total: Group) -> Group:
    """With the chance of its difference from everybody else, worked out from what is shown."""
    rest = others(group, total)
    if rest is None or group.n is None or group.hits is None:
        return group
    p = chance.against(group.hits, group.n, *rest)
    return Group(group.label, "", group.n, group.hits, p, scored=group.scored, points=group.points)


def others(group: Group, total: Group) -> tuple[int, int] | None:
    """(hits, n) of everybody who is not in the group; None where that is nobody, or protected."""
    if None in (group.n, group.hits, total.n, total.hits):
        return None
    n, hits = total.n - group.n, total.hits - group.hits  # type: ignore[operator]
    return (hits, n) if n else None


def grouped(key: str, groups: list[Group]) -> Grouping:
    """The groups of one attribute, the worst off first, with the chance over all that are shown."""
    ordered = sorted(groups, key=lambda group: (bool(group.reason), group.rate or 0, group.label))
    rows = [(group.hits or 0, group.n) for group in ordered if group.n]
    if len(rows) < 2:
        return Grouping(key, tuple(ordered))
    found = chance.among(rows)
    return Grouping(key, tuple(ordered), found.p, exact=found.exact)
