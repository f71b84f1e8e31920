"""Releases: once, in time, for good, and nobody to be worked out of them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.privacy.cells import Reason
from core.privacy.models import Release, ReleasedVector
from core.privacy.selectors import release_for
from metrics.definitions import definitions
from metrics.enums import AUDIENCE, Dimension
from metrics.models import MetricValue, RollupState, SettledGroup
from metrics.services import publishing
from metrics.services.publishing import keep_up
from participants.enums import UnitKind
from participants.models import Unit
from programs.enums import EnrolmentState
from tests.core.privacy.populations import revealed_groups
from tests.metrics.crowd import NOW, Crowd


def released(crowd: Crowd) -> list[str]:
    found = Release.objects.filter(scope=str(crowd.program.pk), metric="participation")
    return sorted(found.values_list("period", flat=True))


def figures(crowd: Crowd, metric: str, period: str) -> dict[tuple[str, str], Any]:
    release = release_for(
        metric=metric, audience=AUDIENCE, period=period, scope=str(crowd.program.pk)
    )
    assert release
    return {(figure.partition, figure.label): figure for figure in release.figures}


def test_months_come_out_in_order_and_not_before_they_are_due(crowd: Crowd) -> None:
    december_due = datetime(2026, 1, 3, 23, tzinfo=UTC)  # midnight in Berlin
    keep_up(now=december_due - timedelta(seconds=1))
    assert released(crowd) == ["2025-09", "2025-10", "2025-11"]
    keep_up(now=december_due)
    assert released(crowd)[-1] == "2025-12"
    keep_up(now=NOW)
    assert released(crowd)[-1] == "2026-02"
    open_months = RollupState.objects.filter(program=crowd.program, released_at=None)
    assert list(open_months.values_list("month", flat=True)) == [date(2026, 3, 1)]


def test_each_release_has_the_same_groups_whoever_is_in_them(crowd: Crowd) -> None:
    keep_up(now=NOW)
    groups = {(str(Dimension.TOTAL), "")}
    groups |= {("track", str(track.pk)) for track in crowd.tracks}
    groups |= {("cohort", str(cohort.pk)) for cohort in crowd.cohorts}
    units = Unit.objects.filter(kind=UnitKind.BUSINESS_UNIT)
    groups |= {("unit", str(unit.pk)) for unit in units} | {("unit", "")}
    found = Release.objects.filter(scope=str(crowd.program.pk))
    assert found.count() == len(definitions()) * len(released(crowd))
    for release in found:
        assert {(figure.partition, figure.label) for figure in release.figures} == groups


def test_a_published_month_never_changes(crowd: Crowd) -> None:
    keep_up(now=NOW)
    before = list(Release.objects.order_by("pk").values_list("pk", "cells"))
    MetricValue.objects.filter(program=crowd.program).update(numerator=0)
    RollupState.objects.update(released_at=None)
    keep_up(now=NOW, full=True)
    assert list(Release.objects.order_by("pk").values_list("pk", "cells")) == before


def test_a_figure_is_the_ratio_of_sums(crowd: Crowd) -> None:
    keep_up(now=NOW)
    rows = MetricValue.objects.filter(
        program=crowd.program, metric="sessions", month=date(2026, 2, 1)
    )
    held, due = (
        sum(row) for row in zip(*rows.values_list("numerator", "denominator"), strict=True)
    )
    figure = figures(crowd, "sessions", "2026-02")["total", ""]
    assert figure.n == len(rows) == 8
    assert figure.value == {
        "figure": round(100 * float(held / due)),
        "numerator": float(held),
        "denominator": float(due),
    }


def test_a_group_under_five_is_protected(crowd: Crowd) -> None:
    keep_up(now=NOW)
    found = figures(crowd, "participation", "2026-02")
    sizes = {
        str(unit.pk): MetricValue.objects.filter(
            program=crowd.program, metric="participation", month=date(2026, 2, 1), unit=unit
        ).count()
        for unit in crowd.units
    }
    small = {label for label, size in sizes.items() if size < 5}
    assert small
    assert {found["unit", label].reason for label in small} == {Reason.TOO_FEW}
    assert found["total", ""].n is not None


def test_what_nobody_was_due_has_no_figure(db: None) -> None:
    crowd = Crowd(pairs=0)
    for _ in range(6):
        engagement = crowd.pair(crowd.cohorts[0])
        engagement.started_at = datetime(2025, 9, 25, tzinfo=UTC)
        engagement.save()
        engagement.sessions.all().delete()
    keep_up(now=datetime(2025, 10, 5, tzinfo=UTC))
    figure = figures(crowd, "sessions", "2025-09")["total", ""]
    assert (figure.n, figure.value["figure"], figure.reason) == (6, None, None)


def newcomer(crowd: Crowd, number: int, state: str = EnrolmentState.SELECTED) -> Any:
    at = datetime(2025, 10, 10, tzinfo=UTC) + number * timedelta(days=30)
    person = crowd.person("mentee")
    return crowd.enrol(person, crowd.cohorts[0], crowd.tracks[0], "mentee", state, at)


def vectors(crowd: Crowd, metric: str) -> list[Any]:
    rows = ReleasedVector.objects.filter(
        release__scope=str(crowd.program.pk), release__metric=metric
    )
    keys: dict[Any, int] = {}
    found = []
    for people in rows.values_list("people", flat=True):
        members = frozenset(keys.setdefault(person, len(keys)) for person in people)
        found.append(type("Released", (), {"people": members}))
    return found


def with_joiners_and_leavers(crowd: Crowd) -> None:
    """One joins each month, and one leaves the unit they are in."""
    for number in range(4):
        newcomer(crowd, number)
    for month in range(10, 13):
        now = datetime(2025, month, 5, tzinfo=UTC)
        keep_up(now=now)
        moved = crowd.pairs[month - 10].members.first().person
        moved.business_unit = crowd.units[month % 2]
        moved.save()
    keep_up(now=NOW)


def test_a_joiner_between_two_months_cannot_be_worked_out(crowd: Crowd) -> None:
    with_joiners_and_leavers(crowd)
    for metric in ("participation", "milestones", "fit", "goals"):
        found = vectors(crowd, metric)
        assert found, metric
        assert revealed_groups(found, 5) == [], metric


def test_without_waiting_and_memory_they_could(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "_settle", lambda definition, program, groups: groups)
    real = publishing.release

    def forgetful(**facts: Any) -> Release:
        return real(**(facts | {"carries_over": False}))

    monkeypatch.setattr(publishing, "release", forgetful)
    with_joiners_and_leavers(crowd)
    assert revealed_groups(vectors(crowd, "participation"), 5)


def test_joiners_are_counted_once_there_are_five(crowd: Crowd) -> None:
    keep_up(now=datetime(2025, 10, 5, tzinfo=UTC))
    before = figures(crowd, "participation", "2025-09")["total", ""].n
    cohort, track = crowd.cohorts[0], crowd.tracks[0]
    for month, joined in ((10, 4), (11, 1)):
        for _ in range(joined):
            at = datetime(2025, month, 20, tzinfo=UTC)
            crowd.enrol(crowd.person("mentee"), cohort, track, "mentee", "selected", at)
        keep_up(now=datetime(2025, month + 1, 5, tzinfo=UTC), full=True)
    assert figures(crowd, "participation", "2025-10")["total", ""].n == before
    assert figures(crowd, "participation", "2025-11")["total", ""].n == before + 5


def test_who_left_stays_with_the_last_value_that_is_known(crowd: Crowd) -> None:
    keep_up(now=datetime(2025, 11, 5, tzinfo=UTC))
    before = figures(crowd, "participation", "2025-10")["total", ""]
    row = crowd.pairs[0].members.first().person.enrolments.get()
    row.delete()
    keep_up(now=datetime(2025, 12, 5, tzinfo=UTC), full=True)
    after = figures(crowd, "participation", "2025-11")["total", ""]
    assert (after.n, after.value) == (before.n, before.value)


def test_an_erased_person_takes_no_value_along(crowd: Crowd) -> None:
    keep_up(now=datetime(2025, 11, 5, tzinfo=UTC))
    group = SettledGroup.objects.get(
        program=crowd.program, metric="participation", partition="total"
    )
    MetricValue.objects.filter(person=group.people[0]).delete()
    labels = publishing._labels(crowd.program)
    state = RollupState.objects.filter(program=crowd.program, released_at=None).first()
    month = publishing.Month(state.month)
    definition = definitions()["participation"]
    cells = publishing._cells(definition, crowd.program, month, labels)
    assert group.people[0] not in cells[0].people
