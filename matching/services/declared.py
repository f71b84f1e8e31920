"""The audit by the groups that people declare: told seldom, through the gateway, and kept with the run.

A worker opens what people declared, counts, and forgets it. What leaves is decided by
`matching.fairness.declared` over everything told before in the whole organisation, and stays sealed in
the memory of `core.privacy`. Where newer figures would point at somebody, those of before stand.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from core.privacy.cells import MINIMUM, Cell
from core.privacy.selectors import sealed_memory
from core.privacy.services import one_at_a_time, release
from matching.adapter.fairness import (
    MENTEES_MATCHED,
    MENTEES_SELECTED,
    MENTORS_SELECTED,
    QUALITY,
    case_of,
)
from matching.enums import RunState
from matching.fairness import Case, Known, Step, Told, Why, part_loaded, tell, tell_quality
from matching.models import FairnessReport, MatchDraft, MatchRun
from matching.selectors.declared import SHOWN_GROUPS, last_told
from participants.selectors.groups import asked, declared_groups
from programs.enums import Stage

AUDIENCE = "fairness"
SETS, SCORES = "fairness.sets", "fairness.scores"
#: What a run is about goes first: what is told first may keep back what comes later.
ORDER = (MENTEES_MATCHED, QUALITY, MENTEES_SELECTED, MENTORS_SELECTED)


def tell_when_due(run: MatchRun, *, now: datetime) -> bool:
    """Once when the run is done, and once when it is out; whether it was now."""
    stage = "out" if run.state == RunState.PUBLISHED else "done"
    if _is_told(run, stage):
        return False
    return tell_run(run, period=stage, now=now)


def _is_told(run: MatchRun, stage: str) -> bool:
    report = FairnessReport.objects.filter(run=run, declared_at__isnull=False).first()
    return bool(report and stage in report.declared["periods"])


def tell_month(*, now: datetime) -> int:
    """Look again at each cohort that runs, for this month; how many were counted. Safe to repeat."""
    month = f"{now:%Y-%m}"
    runs = MatchRun.objects.filter(
        state=RunState.PUBLISHED, cohort__stage=Stage.RUNNING, draft__isnull=False
    )
    newest = runs.order_by("cohort_id", "track_id", "-created_at", "id").distinct(
        "cohort_id", "track_id"
    )
    due = [run for run in newest if not _is_told(run, month)]
    return sum(tell_run(run, period=month, now=now) for run in due)


@transaction.atomic
def tell_run(run: MatchRun, *, period: str, now: datetime) -> bool:
    """Count by declared groups, and tell what may be told; whether anything is asked at all."""
    groupings = tuple(question.name for question in asked())
    draft = MatchDraft.objects.filter(run=run).first()
    if draft is None or not groupings:
        return False
    one_at_a_time(SETS)
    before = last_told(run.cohort_id, run.track_id)
    case = _declared(case_of(run, draft))
    facts: dict[str, Any] = {"parts": {}, "why": {}}
    for key, step in _steps(case):
        told = _tell(key, step, groupings)
        kept = before.get("parts", {}).get(key)
        if told.part is None or (kept and told.shown < kept[SHOWN_GROUPS]):
            facts["why"][key] = str(told.why or Why.CLOSE)
        elif not kept or told.part != part_loaded(kept["part"]):
            remember(key, told, run, period, now)
            kept = told_now(told, now)
        if kept:
            facts["parts"][key] = kept
    keep(run, facts, period, now)
    return True


def _declared(case: Case) -> Case:
    """The same people, grouped by what they declare and nothing else."""
    people = {subject.id for step in case.steps for subject in step.subjects}
    groups = declared_groups(people)
    return replace(
        case,
        steps=tuple(
            replace(
                step,
                subjects=tuple(replace(each, groups=groups[each.id]) for each in step.subjects),
            )
            for step in case.steps
        ),
    )


def _steps(case: Case) -> Iterator[tuple[str, Step]]:
    steps = {step.key: step for step in case.steps}
    for key in ORDER:
        step = steps.get(MENTEES_MATCHED if key == QUALITY else key)
        if step is not None:  # peers have no mentors to be taken in
            yield key, step


def _tell(key: str, step: Step, groupings: Iterable[str]) -> Told:
    known = Known(sealed_memory(metric=SETS), sealed_memory(metric=_metric(key)))
    if key != QUALITY:
        return tell(step, groupings, known, minimum=MINIMUM)
    known = replace(known, scores=sealed_memory(metric=SCORES))
    return tell_quality(step, groupings, known, minimum=MINIMUM)


def _metric(key: str) -> str:
    return f"fairness.{key}"


def remember(key: str, told: Told, run: MatchRun, period: str, now: datetime) -> None:
    """For good, with who stands behind it sealed."""
    scope = f"{run.cohort_id}:{run.track_id}"
    parts: list[tuple[str, Iterable[Cell]]] = [
        (SETS, told.sets),
        (_metric(key), told.cells),
    ]
    if told.scores:
        parts.append((SCORES, [Cell("scores", "", told.scores)]))
    for metric, cells in parts:
        release(
            metric=metric,
            audience=AUDIENCE,
            period=f"{run.pk}:{period}",
            scope=f"{scope}:{key}",
            cells=list(cells),
            now=now,
            minimum=MINIMUM,
            sealed=True,
        )


def told_now(told: Told, now: datetime) -> dict[str, Any]:
    """A step as it is kept."""
    part = asdict(told.part) if told.part else None
    return {"part": part, SHOWN_GROUPS: told.shown, "as_of": now.date().isoformat()}


def keep(run: MatchRun, facts: dict[str, Any], period: str, now: datetime) -> None:
    """Store it with the run."""
    report = FairnessReport.objects.filter(run=run).first()
    periods = report.declared.get("periods", []) if report else []
    told = {"declared": facts | {"periods": [*periods, period]}, "declared_at": now}
    FairnessReport.objects.update_or_create(
        run=run, defaults=told, create_defaults=told | {"draft_version": 0, "computed_at": now}
    )
