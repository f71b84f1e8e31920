"""The figures about fairness are stored with the run, and follow its draft."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching.adapter.fairness import case_of
from matching.fairness import Group, Part, loaded
from matching.models import FairnessReport, MatchDraft, MatchRun, Proposal, UnmatchedPerson
from matching.services import fairness, publish
from matching.services.fairness import fairness_of
from programs.enums import EnrolmentState
from programs.models import Enrolment
from tests.matching.crowd import uneven
from tests.matching.people import cohort, mentee, mentor, run_now
from tests.world import World

LATER = World.NOW + timedelta(hours=1)


def part(report: FairnessReport | None, key: str) -> Part:
    assert report is not None
    return next(part for part in loaded(report.facts).parts if part.key == key)


def units(report: FairnessReport | None, key: str = "mentees_matched") -> dict[str, Group]:
    grouping = next(each for each in part(report, key).groupings if each.key == "unit")
    return {group.label: group for group in grouping.groups}


def test_a_run_stores_how_it_treats_groups(world: World) -> None:
    run = uneven(world)
    report = FairnessReport.objects.get(run=run)
    found = units(report)
    assert (report.draft_version, report.computed_at) == (1, World.NOW)
    care, trade = found[world.unit_care.name], found[world.unit_trade.name]
    assert (found["Works"].reason, found["Works"].n) == ("too_few", None)
    assert [trade.reason, care.reason].count("subtraction") == 1, "else Works is the difference"


def test_it_is_not_worked_out_again_while_nothing_is_decided(world: World) -> None:
    run = uneven(world)
    before = FairnessReport.objects.get(run=run)
    Proposal.objects.filter(run=run).update(quality=1)
    assert fairness_of(run, now=LATER) == before
    assert fairness_of(run, now=LATER).computed_at == World.NOW  # type: ignore[union-attr]


def test_it_follows_the_draft(world: World) -> None:
    run = uneven(world)
    report = FairnessReport.objects.get(run=run)
    before = part(report, "mentees_matched").total
    gone = Proposal.objects.filter(run=run).first()
    assert gone is not None
    UnmatchedPerson.objects.create(run=run, enrolment=gone.mentee, reasons=[])
    gone.delete()
    MatchDraft.objects.filter(run=run).update(version=2)
    new = fairness_of(run, now=LATER)
    assert new is not None
    assert (new.pk, new.draft_version, new.computed_at) == (report.pk, 2, LATER)
    after = part(new, "mentees_matched").total
    assert (after.n, after.hits) == (before.n, (before.hits or 0) - 1)
    assert FairnessReport.objects.filter(run=run).count() == 1


def counted(run: MatchRun) -> FairnessReport | None:
    return fairness.count(run.pk, lambda: LATER)


def stale(run: MatchRun) -> MatchRun:
    MatchDraft.objects.filter(run=run).update(version=2)
    return run


def test_counting_goes_on_until_it_has_caught_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, real, seen = stale(uneven(world)), fairness.fairness_of, list[int]()

    def meanwhile(run: MatchRun, **told: Any) -> Any:
        report = real(run, **told)
        seen.append(report.draft_version if report else 0)
        if len(seen) == 1:
            MatchDraft.objects.filter(run=run).update(version=3)
        return report

    monkeypatch.setattr(fairness, "fairness_of", meanwhile)
    report = counted(run)
    assert report is not None
    assert (seen, report.draft_version, report.beat_at) == ([2, 3], 3, LATER)
    assert FairnessReport.objects.get(run=run).beat_at is None


def test_one_worker_counts_at_a_time_and_a_silent_one_is_replaced(world: World) -> None:
    run = stale(uneven(world))
    rows = FairnessReport.objects.filter(run=run)
    rows.update(beat_at=LATER - timedelta(minutes=1), progress=33)
    assert counted(run) is None
    assert not fairness.ask(run, LATER)
    rows.update(beat_at=LATER - timedelta(minutes=3))
    assert counted(run) is not None


def test_who_fails_leaves_it_to_the_next(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run = stale(uneven(world))

    def broken(*_args: Any) -> Any:
        raise ArithmeticError

    monkeypatch.setattr(fairness, "audit", broken)
    with pytest.raises(ArithmeticError):
        counted(run)
    assert fairness.ask(run, LATER)


def test_it_tells_how_far_it_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run, told = stale(uneven(world)), list[int]()
    real = fairness.audit

    def slow(case: Any, memory: Any, reached: Any) -> Any:
        def note(done: int, steps: int) -> None:
            reached(done, steps)
            told.append(fairness.progress_of(run))

        return real(case, memory, note)

    monkeypatch.setattr(fairness, "audit", slow)
    counted(run)
    assert told == [1, 33, 66]
    assert fairness.progress_of(run) == 0


def test_what_goes_out_is_counted_as_it_went_out(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    run = stale(uneven(world))
    with django_capture_on_commit_callbacks(execute=True):
        publish.publish(run=run, by=None, now=LATER)
    assert FairnessReport.objects.get(run=run).draft_version == 2


def test_the_sweep_finds_what_was_lost(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    run = stale(uneven(world))
    assert fairness.sweep(now=LATER) == 0, "nobody looks at it"
    FairnessReport.objects.filter(run=run).update(beat_at=World.NOW)
    with django_capture_on_commit_callbacks(execute=True):
        assert fairness.sweep(now=LATER) == 1
    stale(run)
    MatchDraft.objects.filter(run=run).update(version=3)
    MatchRun.objects.filter(pk=run.pk).update(state="published")
    with django_capture_on_commit_callbacks(execute=True):
        assert fairness.sweep(now=LATER) == 1
    assert FairnessReport.objects.get(run=run).draft_version == 3


def test_a_pair_that_the_draft_has_left_is_not_counted(world: World) -> None:
    """A mentee with two proposals has the one that the draft names."""
    run = uneven(world)
    kept = Proposal.objects.filter(run=run).order_by("pk")[0]
    other = Enrolment.objects.filter(cohort=run.cohort, role="mentor").exclude(pk=kept.mentor_id)[0]
    Proposal.objects.create(run=run, mentor=other, mentee=kept.mentee, quality=1)
    step = case_of(run, MatchDraft.objects.get(run=run)).steps[-1]
    found = [subject for subject in step.subjects if subject.id == str(kept.mentee.person_id)]
    assert [subject.quality for subject in found] == [kept.quality]


def test_who_was_turned_down_counts_and_who_left_does_not(world: World) -> None:
    run = uneven(world)
    rows = Enrolment.objects.filter(cohort=run.cohort, role="mentee").order_by("pk")
    first, *others = list(rows)[:4]
    for row, state in zip(
        [first, *others],
        [
            EnrolmentState.DECLINED,
            EnrolmentState.WITHDRAWN,
            EnrolmentState.INVITED,
            EnrolmentState.COMPLETED,
        ],
        strict=True,
    ):
        Enrolment.objects.filter(pk=row.pk).update(state=state)
    step = case_of(run, MatchDraft.objects.get(run=run)).steps[0]
    assert len(step.subjects) == rows.count() - 2
    assert [s.id for s in step.subjects if not s.hit] == [str(first.person_id)]


def test_every_mentor_carries_what_they_carry(world: World) -> None:
    run = uneven(world)
    load = loaded(FairnessReport.objects.get(run=run).facts).load
    assert load is not None
    assert (load.mentors, load.mentees, load.places) == (12, 18, 18)
    assert load.spread == ((1, 6), (2, 6))
    assert (load.busiest, load.theirs) == (2, 4)


def test_a_run_without_a_result_has_none(world: World) -> None:
    assert fairness_of(world.match_run_under_way, now=LATER) is None


@pytest.mark.parametrize("empty", [True, False])
def test_few_people_or_none_show_nothing(world: World, empty: bool) -> None:
    into = cohort(world, "Few")
    if not empty:
        mentor("Bo F", into, world.track)
        mentee("Ana F", into, world.track)
    report = FairnessReport.objects.get(run=run_now(into, world.track, World.NOW))
    found = loaded(report.facts)
    assert [(each.total.n, each.groupings) for each in found.parts] == [(None, ())] * 3
    assert (found.tail, found.load) == (None, None)


def test_the_queries_do_not_grow_with_the_people(world: World) -> None:
    def asked(run: MatchRun) -> int:
        FairnessReport.objects.filter(run=run).delete()
        with CaptureQueriesContext(connection) as seen:
            fairness_of(run, now=LATER)
        return len(seen)

    few = cohort(world, "Few")
    mentor("Bo F", few, world.track)
    mentee("Ana F", few, world.track)
    assert asked(uneven(world)) == asked(run_now(few, world.track, World.NOW)) <= 17
