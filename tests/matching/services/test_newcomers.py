"""Late joiners and leavers: a run that leaves the pairs of the last one alone, and says so before."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from matching.forms.start import StartForm
from matching.models import MatchRun
from matching.selectors.before import Before, before
from matching.services import runs
from matching.services.pins import pin
from matching.services.publish import publish
from matching.services.review import let_move, rerun
from programs.enums import EnrolmentState
from programs.models import Cohort, Enrolment, Track
from tests.matching.circles import Round
from tests.matching.people import cohort, holds, mentee, mentor, pairs, run_now
from tests.world import World


@dataclass
class Late:
    """Ana and Dee had the only mentors; then Dee left, Eve came, and a better mentor for Ana."""

    here: Cohort
    track: Track
    run: MatchRun
    ana: Enrolment
    now: datetime

    def before(self) -> Before:
        return before(self.here, self.track, self.now)

    def again(self, *, newcomers: bool) -> MatchRun:
        self.now += timedelta(minutes=1)
        run = rerun(run=self.run, by=None, now=self.now, newcomers=newcomers)
        runs.execute(run.pk, self.now)
        return MatchRun.objects.get(pk=run.pk)


@pytest.fixture
def late(world: World, now: datetime) -> Late:
    here, track = cohort(world), world.track
    skill = world.competency_strategy
    mentor("Bo", here, track, seniority=9)
    mentor("Cy", here, track, seniority=9)
    ana, dee = (mentee(name, here, track, seniority=1) for name in ("Ana", "Dee"))
    holds(ana, skill, "wanted")
    run = run_now(here, track, now)
    holds(mentor("Fay", here, track, seniority=9), skill, "offered")
    mentee("Eve", here, track, seniority=1)
    Enrolment.objects.filter(pk=dee.pk).update(state=EnrolmentState.WITHDRAWN)
    return Late(here, track, run, ana, now)


@pytest.mark.parametrize("newcomers", [True, False])
def test_who_has_a_pair_keeps_it_although_somebody_better_came(
    late: Late, *, newcomers: bool
) -> None:
    had = pairs(late.run)
    has = pairs(late.again(newcomers=newcomers))
    assert has.keys() == {"Ana", "Eve"}
    assert has["Ana"] == (had["Ana"] if newcomers else "Fay"), "any other run would move her"


def test_what_was_kept_counts_as_reviewed_and_may_still_be_let_go(late: Late) -> None:
    run = late.again(newcomers=True)
    (seen,) = run.decisions.all()
    assert (seen.kind, seen.mentee) == ("seen", late.ana)
    let_move(run=run, may=True, by=None, now=late.now)
    assert pairs(run)["Ana"] == "Fay"


def test_what_humans_decided_goes_before(late: Late) -> None:
    fay = Enrolment.objects.get(person__given_name="Fay", cohort=late.here)
    pin(mentee=late.ana, mentor=fay, by=None, now=late.now)
    assert pairs(late.again(newcomers=True))["Ana"] == "Fay"


def test_it_is_counted_before_anybody_starts(late: Late, world: World) -> None:
    found = late.before()
    assert (found.mentees, found.mentors, found.places) == (2, 3, 3)
    assert (found.joined, found.left) == (("Eve", "Fay"), ("Dee",))
    assert (found.kept, found.to_place, found.spare) == (1, 1, 2)
    address = reverse("matching:start", args=[late.here.pk, late.track.pk])
    html = world.client("owner").get(address).content.decode()
    assert "The last run has 1 pair that can stay." in html
    assert MatchRun.objects.filter(cohort=late.here).count() == 1, "looking starts nothing"
    world.client("owner").post(address, {"who": StartForm.NEW})
    newest = MatchRun.objects.filter(cohort=late.here).first()
    assert newest
    assert (newest.previous, newest.decisions.count()) == (late.run, 1)


def test_after_a_publication_every_run_is_about_the_others(late: Late) -> None:
    publish(run=late.run, by=None, now=late.now)
    found = late.before()
    assert (found.last, found.asked, found.mentees) == (None, 1, 1)
    assert pairs(run_now(late.here, late.track, late.now + timedelta(hours=1))).keys() == {"Eve"}


def test_circles_keep_their_members_and_who_comes_late_joins(world: World, now: datetime) -> None:
    people = Round(world)
    run = people.run(now)
    had = {pair.mentee_id: pair.mentor_id for pair in run.proposals.all()}
    late = mentee("Late M", people.into, people.track, seniority=3)
    holds(late, world.competency_listening, "wanted")
    again = rerun(run=run, by=None, now=now + timedelta(minutes=1), newcomers=True)
    runs.execute(again.pk, now + timedelta(minutes=1))
    has = {pair.mentee_id: pair.mentor_id for pair in again.proposals.all()}
    assert has == had | {late.pk: has[late.pk]}
