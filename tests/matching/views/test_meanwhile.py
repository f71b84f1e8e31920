"""What happens when something has changed meanwhile: a plain message, nothing lost."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.outbox.kinds import NothingToSayError
from core.outbox.services import preview
from engagements.services.engagements import set_capacity
from matching.enums import OfferState
from matching.models import MatchRun, Offer, Proposal
from matching.services import letters, offers
from matching.tasks import sweep_matching
from programs.enums import EnrolmentState, Stage
from programs.models import Cohort, Enrolment
from programs.stages import findings
from tests.world import World


@pytest.fixture
def owner(world: World, client: Client) -> Client:
    client.force_login(world.user("owner"))
    return client


def said(response: Any) -> str:
    return " ".join(str(each) for each in get_messages(response.wsgi_request))


def post(client: Client, name: str, *keys: Any, **data: Any) -> Any:
    return client.post(reverse(f"matching:{name}", args=keys), data)


def move(cohort: Cohort, stage: str) -> None:
    Cohort.objects.filter(pk=cohort.pk).update(stage=stage)


def test_the_stage_has_moved_on(world: World, owner: Client) -> None:
    move(world.matching_cohort, Stage.SELECTING)
    run, keys = world.match_run, (world.matching_cohort.pk, world.track.pk)
    assert "stage of matching first" in said(post(owner, "start", *keys))
    assert "no longer at the stage" in said(post(owner, "again", run.pk))
    assert "stage of matching first" in said(post(owner, "publish", run.pk))


def test_there_is_a_newer_run(world: World, owner: Client) -> None:
    run = world.match_run
    MatchRun.objects.filter(pk=world.published_run.pk).update(
        cohort=run.cohort, created_at=timezone.now()
    )
    pair = world.proposal
    keys = (run.pk, pair.mentee_id, pair.mentor_id)
    assert "This run is settled" in said(post(owner, "lock", *keys))
    assert "newer run" in said(post(owner, "publish", run.pk))
    assert "newer run" in said(post(owner, "again", run.pk))
    html = owner.get(reverse("matching:run", args=[run.pk])).content.decode()
    assert "this one can be read, not changed" in html


def test_everybody_has_left(world: World, owner: Client) -> None:
    Enrolment.objects.filter(cohort=world.matching_cohort).update(state=EnrolmentState.WITHDRAWN)
    run = world.match_run
    assert "no pair to publish" in said(post(owner, "publish", run.pk))
    page = owner.get(reverse("matching:publish", args=[run.pk])).content.decode()
    assert "Nobody gets a mail." in page


def test_an_answered_publication_stays(world: World, owner: Client) -> None:
    offers.accept(offer=world.mentor_offer, by=None, now=timezone.now())
    assert "answered already" in said(post(owner, "withdraw", world.published_run.pk))


def test_a_cancelled_run_is_cancelled_and_a_done_one_is_done(world: World, owner: Client) -> None:
    assert "cancelled" in said(post(owner, "cancel", world.match_run_under_way.pk))
    assert "done already" in said(post(owner, "cancel", world.match_run.pk))


def test_back_to_where_one_decided(world: World, owner: Client) -> None:
    pair = world.proposal
    keys = (pair.run_id, pair.mentee_id, pair.mentor_id)
    there = post(owner, "lock", *keys, back="compare")["Location"]
    assert there == reverse("matching:compare", args=keys[:2])
    assert post(owner, "undo", *keys, back="rules")["Location"] == (
        reverse("matching:rules", args=keys[:1])
    )


def test_answers_on_behalf_meet_the_same_limits(world: World, owner: Client) -> None:
    offer = world.silent_offer
    keys = (offer.proposal_id, "mentor")
    set_capacity(person=offer.person, limit=0, by=None, now=World.NOW)
    assert "all taken" in said(post(owner, "answer_for", *keys, answer="yes"))
    assert "Recorded" in said(post(owner, "answer_for", *keys, answer="no"))
    offer.refresh_from_db()
    assert (offer.state, offer.decline_category) == (OfferState.DECLINED, "other")
    assert "settled already" in said(post(owner, "answer_for", *keys, answer="yes"))


def test_on_behalf_of_who_has_left(world: World, owner: Client) -> None:
    offer = world.silent_offer
    Enrolment.objects.filter(pk=offer.proposal.mentee_id).update(state=EnrolmentState.WITHDRAWN)
    keys = (offer.proposal_id, "mentor")
    assert "no longer free" in said(post(owner, "answer_for", *keys, answer="yes"))


def test_my_answers_meet_the_same_limits(world: World, client: Client) -> None:
    client.force_login(world.user("mentor"))
    offer = world.mentor_offer
    Enrolment.objects.filter(pk=offer.proposal.mentee_id).update(state=EnrolmentState.WITHDRAWN)
    assert "no longer free" in said(post(client, "accept", offer.pk))
    assert "no longer open" in said(post(client, "decline", offer.pk, category="time"))


@pytest.mark.parametrize("name", ["run", "publish", "progress", "unmatched", "rules"])
def test_an_old_link_is_not_found(world: World, owner: Client, name: str) -> None:
    assert owner.get(reverse(f"matching:{name}", args=[uuid.uuid4()])).status_code == 404


def test_a_step_of_the_cohort_names_who_is_left(world: World) -> None:
    found = [str(each.text) for each in findings(world.matching_cohort, Stage.RUNNING)]
    assert "3 people have neither a partner nor an offer." in found
    found = [str(each.text) for each in findings(world.offer_cohort, Stage.RUNNING)]
    assert "2 offers wait for their answers." in found
    assert not findings(world.matching_cohort, Stage.SELECTING)


@pytest.mark.parametrize(
    "kind", [letters.MENTOR, letters.MENTEE, letters.BEGUN, letters.OVER, letters.WITHDRAWN]
)
def test_a_mail_about_nothing_is_not_sent(world: World, kind: str) -> None:
    for person in (world.mentee_person.pk, uuid.uuid4()):
        parameters = {"run": uuid.uuid4(), "proposal": uuid.uuid4(), "person": person}
        with pytest.raises(NothingToSayError):
            preview(kind=kind, parameters=parameters, recipient="a@b.test")


def test_a_mail_that_came_too_late_is_not_sent(world: World) -> None:
    offer = world.mentor_offer
    offers.decline(offer=offer, category="time", words="", by=None, now=timezone.now())
    facts = {"run": world.published_run.pk, "proposal": offer.proposal_id}
    facts["person"] = offer.person_id
    for kind in (letters.MENTOR, letters.MENTEE, letters.BEGUN):
        with pytest.raises(NothingToSayError):
            preview(kind=kind, parameters=facts, recipient=world.user("mentor"))
    for kind in (letters.OVER, letters.WITHDRAWN):
        mail = preview(kind=kind, parameters=facts, recipient=world.user("mentor"))
        assert mail.subject == "News from your mentorship program"


def test_the_sweep_ends_what_is_over(world: World) -> None:
    offer = world.mentor_offer
    Offer.objects.filter(pk=offer.pk).update(expires_at=World.NOW)
    sweep_matching()
    offer.refresh_from_db()
    assert offer.state == OfferState.EXPIRED
    assert Proposal.objects.get(pk=offer.proposal_id).state == "declined"


def test_home_shows_a_run_that_failed_and_offers_that_end(world: World, owner: Client) -> None:
    MatchRun.objects.filter(pk=world.match_run_under_way.pk).update(state="failed")
    Offer.objects.filter(pk=world.mentor_offer.pk).update(expires_at=timezone.now())
    Cohort.objects.filter(pk=world.matching_cohort.pk).first().match_runs.all().delete()
    html = owner.get(reverse("home")).content.decode()
    for text in ("did not come through", "ends within two days", "3 people wait to be matched"):
        assert text in html


def test_home_says_who_was_asked_while_there_is_time(world: World, owner: Client) -> None:
    offers = Offer.objects.filter(pk=world.mentor_offer.pk)
    offers.update(expires_at=timezone.now() + timedelta(days=5))
    html = owner.get(reverse("home")).content.decode()
    assert "2 people have been asked and have time to answer." in html
