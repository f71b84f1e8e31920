"""By declared groups: told through the gateway, kept with the run, and never more than that."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from core.privacy.models import Release, SealedVector
from matching.models import FairnessReport, MatchRun
from matching.selectors.declared import declared_sections
from matching.services import declared, fairness
from participants.models import Person
from participants.services.consents import set_consent
from participants.services.groups import declare_groups
from programs.enums import EnrolmentState, ParticipantRole, Stage
from programs.models import Enrolment
from tests.matching.people import cohort, mentee, mentor, run_now
from tests.world import World

LATER = World.NOW + timedelta(days=40)
WOMEN, MEN, SILENT = 10, 8, 6


def say(world: World, people: Iterable[Person], name: str) -> None:
    question = world.group_question
    said = {question.pk: question.options.get(name=name).pk}
    for person in people:
        declare_groups(person=person, choices=said, by=None, now=World.NOW)  # type: ignore[arg-type]


@pytest.fixture
def run(world: World) -> MatchRun:
    """Ten women, eight men, six who say nothing; places for fourteen of them."""
    into = cohort(world, "Declared")
    people = [
        mentee(f"M{n} D", into, world.track, seniority=3) for n in range(WOMEN + MEN + SILENT)
    ]
    for n in range(7):
        mentor(f"Mo{n} D", into, world.track, 2, seniority=6)
    say(world, [row.person for row in people[:WOMEN]], "Woman")
    say(world, [row.person for row in people[WOMEN : WOMEN + MEN]], "Man")
    return run_now(into, world.track, World.NOW)


def told(run: MatchRun) -> dict[str, Any]:
    return dict(FairnessReport.objects.get(run=run).declared)


def groups(run: MatchRun, key: str = "mentees_matched") -> dict[str, Any]:
    kept = told(run)["parts"][key]["part"]["groupings"]
    return {row["label"]: row["n"] for g in kept if g["key"] == "Gender" for row in g["groups"]}


def shown(kept: dict[str, Any]) -> set[str]:
    """Groups that have figures."""
    rows = [row for grouping in kept["part"]["groupings"] for row in grouping["groups"]]
    return {row["label"] for row in rows if not row["reason"]}


def mentees(run: MatchRun) -> list[Enrolment]:
    rows = Enrolment.objects.filter(cohort=run.cohort, role=ParticipantRole.MENTEE)
    return list(rows.select_related("person").order_by("created_at", "pk"))


def matched(run: MatchRun) -> Enrolment:
    """A woman who got one of the places: which of equals do hangs on their keys."""
    there = set(run.proposals.values_list("mentee", flat=True))
    return next(row for row in mentees(run)[:WOMEN] if row.pk in there)


def test_a_run_tells_by_declared_groups_and_never_who(run: MatchRun) -> None:
    assert groups(run) == {"Woman": WOMEN, "Man": MEN, "": SILENT}
    release = Release.objects.get(metric="fairness.mentees_matched", scope__contains=run.cohort_id)
    assert {(f.label, f.n) for f in release.figures if f.partition == "Gender"} == {
        ("Woman", WOMEN), ("Man", MEN), ("", SILENT),
    }  # fmt: skip
    key = str(mentees(run)[0].person_id)
    assert any(key in row.sealed for row in SealedVector.objects.filter(release=release))
    with connection.cursor() as cursor:
        for table in ("privacy_sealedvector", "privacy_releasedvector", "privacy_release"):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            assert not any(key in row for (row,) in cursor.fetchall()), table
        cursor.execute("SELECT t::text FROM matching_fairnessreport t")
        assert not any(key in row for (row,) in cursor.fetchall())


def test_what_would_point_at_one_is_not_told_anew(world: World, run: MatchRun) -> None:
    before = told(run)
    person = matched(run).person
    set_consent(person=person, purpose="statistics", given=False, by=None, now=World.NOW)  # type: ignore[arg-type]
    assert declared.tell_run(run, period="2026-04", now=LATER)
    assert told(run)["parts"]["mentees_matched"] == before["parts"]["mentees_matched"]
    assert told(run)["why"]["mentees_matched"] == "close"
    quality = told(run)["parts"]["quality"]
    if quality != before["parts"]["quality"]:  # then not of the group that was left by one
        assert "Woman" not in shown(quality)
    sections = declared_sections(told(run))
    assert sections[0].why.startswith("Too little has changed since it was last told")


def test_once_enough_have_changed_it_is_told_without_who_withdrew(
    world: World, run: MatchRun
) -> None:
    gone, new = mentees(run)[:5], mentees(run)[-6:]
    for row in gone:
        set_consent(person=row.person, purpose="statistics", given=False, by=None, now=World.NOW)  # type: ignore[arg-type]
    say(world, [row.person for row in new], "Woman")
    declared.tell_run(run, period="2026-04", now=LATER)
    assert groups(run) == {"Woman": WOMEN - 5 + 6, "Man": MEN, "": SILENT - 6 + 5}
    assert told(run)["parts"]["mentees_matched"]["as_of"] == LATER.date().isoformat()


def test_a_second_run_of_the_same_cohort_gives_nobody_away(world: World, run: MatchRun) -> None:
    row = matched(run)
    Enrolment.objects.filter(pk=row.pk).update(state=EnrolmentState.WITHDRAWN)
    again = run_now(run.cohort, run.track, LATER)
    assert told(again)["parts"] == told(run)["parts"]
    assert told(again)["why"]["mentees_matched"] == "close"


def test_a_cohort_that_runs_is_looked_at_once_a_month(
    world: World, run: MatchRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    MatchRun.objects.filter(pk=run.pk).update(state="published")
    assert declared.tell_month(now=LATER) == 0, "it does not run yet"
    type(run.cohort).objects.filter(pk=run.cohort_id).update(stage=Stage.RUNNING)
    assert [declared.tell_month(now=LATER) for _again in range(2)] == [1, 0]
    assert told(run)["periods"] == ["done", "2026-04"]


def test_it_is_told_once_more_when_the_run_is_out(world: World, run: MatchRun) -> None:
    assert told(run)["periods"] == ["done"]
    MatchRun.objects.filter(pk=run.pk).update(state="published")
    for _again in range(2):
        fairness.count(run.pk, lambda: LATER)
    assert told(run)["periods"] == ["done", "out"]
