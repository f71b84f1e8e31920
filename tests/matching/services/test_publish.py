"""Publishing: shown before, done once, taken back as long as nobody has answered."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from core.outbox.models import OutboxMessage
from engagements.enums import MemberRole
from matching.enums import OfferState, ProposalState, RunState
from matching.models import MatchRun, Offer, Publication
from matching.services import letters, offers, publish, review
from participants.enums import PersonStatus
from participants.models import Person
from programs.enums import EnrolmentState, Stage
from programs.models import Cohort, Enrolment
from tests.matching.people import cohort, mentee, mentor, run_now
from tests.races import together
from tests.world import World


@pytest.fixture
def into(world: World) -> Cohort:
    into = cohort(world)
    mentor("Bo", into, world.track, 2, seniority=6, account=True)
    mentor("Cy", into, world.track, 1, seniority=6)
    for name in ("Ana", "Dee", "Eve"):
        mentee(name, into, world.track, seniority=3, account=True)
    return into


@pytest.fixture
def run(world: World, now: datetime, into: Cohort) -> MatchRun:
    return run_now(into, world.track, now)


def go(run: MatchRun, now: datetime) -> Publication:
    return publish.publish(run=run, by=None, now=now)


def test_the_preview_lists_every_mail_that_is_then_queued(run: MatchRun, now: datetime) -> None:
    plan = publish.preview(run)
    assert [(each.person.given_name, len(each.pairs)) for each in plan.letters] == [
        ("Bo", 2),
        ("Cy", 1),
    ]
    assert not OutboxMessage.objects.filter(kind=letters.MENTOR, parameters__run=str(run.pk))
    go(run, now)
    queued = OutboxMessage.objects.filter(kind=letters.MENTOR, parameters__run=str(run.pk))
    assert {row.parameters["person"] for row in queued} == {
        str(each.person.pk) for each in plan.letters
    }


def test_the_preview_says_whom_it_can_not_reach(run: MatchRun, now: datetime) -> None:
    Person.objects.filter(given_name="Cy", family_name="").update(email="")
    plan = publish.preview(run)
    assert [each.given_name for each in plan.unreachable] == ["Cy"]
    assert [each.person.given_name for each in plan.letters] == ["Bo"]


def test_mentors_are_asked_and_mentees_wait(run: MatchRun, now: datetime) -> None:
    go(run, now)
    rows = Offer.objects.filter(proposal__run=run)
    assert set(rows.filter(role=MemberRole.MENTOR).values_list("state", "expires_at")) == {
        (OfferState.OPEN, now + timedelta(days=7))
    }
    assert set(rows.filter(role=MemberRole.MENTEE).values_list("state", flat=True)) == {
        OfferState.WAITING
    }
    run.refresh_from_db()
    assert run.state == RunState.PUBLISHED


def test_a_double_click_publishes_once(run: MatchRun, now: datetime) -> None:
    assert go(run, now) == go(run, now)
    assert Offer.objects.filter(proposal__run=run).count() == 6


def test_two_admins_publish_once(committing_db: None, world: World, now: datetime) -> None:
    run = world.match_run
    results = together(lambda: go(run, now), lambda: go(run, now))
    assert [type(each).__name__ for each in results] == ["Publication"] * 2
    assert results[0] == results[1]
    assert Offer.objects.filter(proposal__run=run).count() == 2 * run.proposals.count()


def test_without_the_lock_the_database_still_keeps_one(
    committing_db: None, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: both find no publication, and only the index stops the second."""
    from threading import Barrier

    run, both_have_read, preview = world.match_run, Barrier(2), publish.preview

    def unlocked(run: MatchRun) -> MatchRun:
        return MatchRun.objects.select_related("cohort", "track", "policy").get(pk=run.pk)

    def previewed(run: MatchRun) -> Any:
        """Comes after the look for a publication."""
        plan = preview(run)
        both_have_read.wait(20)
        return plan

    monkeypatch.setattr(publish, "_locked", unlocked)
    monkeypatch.setattr(publish, "preview", previewed)
    results = together(lambda: go(run, now), lambda: go(run, now))
    assert sorted(type(each).__name__ for each in results) == ["IntegrityError", "Publication"]


def test_what_was_ruled_out_or_has_left_stays_behind(run: MatchRun, now: datetime) -> None:
    out, gone = run.proposals.order_by("pk")[:2]
    ruled_out = {"mentor": out.mentor, "mentee": out.mentee}
    review.veto(run=run, by=None, now=now, **ruled_out)
    Enrolment.objects.filter(pk=gone.mentee_id).update(state=EnrolmentState.WITHDRAWN)
    plan = publish.preview(run)
    assert {each.mentee_id for each in plan.left_out} == {gone.mentee_id}
    assert any("1 pair is left out" in text for text in plan.warnings)
    go(run, now)
    assert not run.proposals.filter(**ruled_out).exists()
    assert Offer.objects.filter(proposal__mentee=gone.mentee).count() == 0


def test_nobody_left_is_nothing_to_publish(run: MatchRun, now: datetime) -> None:
    Person.objects.filter(enrolments__cohort=run.cohort).update(status=PersonStatus.LEFT)
    with pytest.raises(publish.NothingToPublish):
        go(run, now)


def test_offers_go_out_at_the_stage_of_matching(run: MatchRun, now: datetime) -> None:
    Cohort.objects.filter(pk=run.cohort_id).update(stage=Stage.SELECTING)
    with pytest.raises(publish.NotNow):
        go(MatchRun.objects.get(pk=run.pk), now)


def test_an_older_run_is_not_published(
    world: World, run: MatchRun, into: Cohort, now: datetime
) -> None:
    run_now(into, world.track, now + timedelta(minutes=1))
    with pytest.raises(publish.NotOpen):
        go(run, now)


def test_a_publication_nobody_answered_comes_back(run: MatchRun, now: datetime) -> None:
    publication = go(run, now)
    publish.withdraw(publication=publication, by=None, now=now)
    publish.withdraw(publication=publication, by=None, now=now)
    run.refresh_from_db()
    states = set(Offer.objects.filter(publication=publication).values_list("state", flat=True))
    assert (run.state, states) == (RunState.READY, {OfferState.WITHDRAWN})
    assert set(run.proposals.values_list("state", flat=True)) == {ProposalState.DRAFT}
    again = go(run, now)
    assert again != publication
    assert Offer.objects.filter(publication=again, state=OfferState.OPEN).count() == 3


def test_who_was_not_told_yet_is_not_told_at_all(run: MatchRun, now: datetime) -> None:
    publication = go(run, now)
    publish.withdraw(publication=publication, by=None, now=now)
    rows = OutboxMessage.objects.filter(parameters__run=str(run.pk))
    assert {(row.kind, row.state) for row in rows} == {(letters.MENTOR, "cancelled")}


def test_one_answer_makes_it_final(run: MatchRun, now: datetime) -> None:
    publication = go(run, now)
    offer = publication.offers.filter(role=MemberRole.MENTOR)[0]
    offers.accept(offer=offer, by=None, now=now)
    with pytest.raises(publish.Answered):
        publish.withdraw(publication=publication, by=None, now=now)


def test_the_mail_names_nobody_and_links_to_a_page(run: MatchRun, now: datetime) -> None:
    from core.outbox.services import preview

    letter = publish.preview(run).letters[0]
    parameters = {"run": run.pk, "person": letter.person.pk}
    mail = preview(kind=letters.MENTOR, parameters=parameters, recipient=letter.recipient)
    assert mail.subject == "A question about your mentorship program"
    assert "2 people who could learn from you" in mail.text
    assert "/matching/offers/" in mail.text
    for name in ("Ana", "Dee", "Eve"):
        assert name not in mail.text + mail.html
