"""A track of peers on the pages: no word of mentors, and both are asked."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from engagements.models import Engagement
from matching.criteria import first_weights
from matching.enums import MatchMode, OfferState
from matching.models import MatchRun, MentorWish, Offer
from matching.services import policies
from matching.services.publish import publish
from tests.matching.peers import Peers, offer_of
from tests.world import World


@pytest.fixture
def people(world: World) -> Peers:
    return Peers(world, first_talk=True)


@pytest.fixture
def now() -> datetime:
    """Pages live by the clock."""
    return timezone.now()


@pytest.fixture
def run(people: Peers, now: datetime) -> MatchRun:
    return people.run(now)


@pytest.fixture
def owner(world: World) -> Client:
    client = Client()
    client.force_login(world.user("owner"))
    return client


def body(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"matching:{name}", args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    page = answer.content.decode()
    return strip_tags(page[page.index("<main") : page.index("</main>")])


def test_who_matches_reads_of_peers_alone(
    owner: Client, people: Peers, run: MatchRun, now: datetime
) -> None:
    pair = run.proposals.order_by("pk")[0]
    pages = {
        "cohort": body(owner, "cohort", people.into.pk),
        "run": body(owner, "run", run.pk),
        "unmatched": body(owner, "unmatched", run.pk),
        "compare": body(owner, "compare", run.pk, pair.mentor_id),
        "publish": body(owner, "publish", run.pk),
        "pins": body(owner, "pins", people.into.pk, people.track.pk),
    }
    for name, page in pages.items():
        assert "mentee" not in page.lower(), name
    assert "2 pairs of 5 peers." in pages["run"]
    assert "Both peers of 2 pairs are asked at once. They have 14 days." in pages["publish"]
    assert "The two talk once before they answer" in pages["publish"]
    assert pair.mentee.person.name in pages["compare"], "the partner stands beside the second too"
    publish(run=run, by=None, now=now)
    board = body(owner, "board", people.into.pk)
    assert "Peers to answer" in board


def test_a_decision_on_the_page_may_name_the_two_in_either_order(
    owner: Client, people: Peers, run: MatchRun
) -> None:
    one, other = sorted((people.of["Ada"], people.of["Dan"]), key=lambda row: str(row.pk))
    url = reverse("matching:lock", args=[run.pk, other.pk, one.pk])
    seen = run.draft.version
    answer = owner.post(url, {"seen": seen}, HTTP_HX_REQUEST="true")
    assert answer.status_code == 200
    assert f'id="pair-{one.pk}"' in answer.content.decode()
    decision = run.decisions.get(undone_at=None)
    assert (decision.mentee_id, decision.mentor_id) == (one.pk, other.pk)
    owner.post(reverse("matching:undo", args=[run.pk, other.pk, one.pk]))
    assert not run.decisions.filter(undone_at=None).exists()


def test_a_peer_reads_who_it_is_talks_and_says_yes(
    people: Peers, run: MatchRun, now: datetime
) -> None:
    publish(run=run, by=None, now=now)
    for name, other in (("Bo", "Ada"), ("Ada", "Bo")):
        client, row = Client(), people.of[name]
        client.force_login(row.person.user)
        page = body(client, "offer", offer_of(run, row).pk)
        assert "A peer for you" in page
        assert people.of[other].person.email in page, "to talk before the answer"
        assert "mentor" not in page.lower().replace("mentorship", "")
        answer = client.post(reverse("matching:accept", args=[offer_of(run, row).pk]))
        assert answer.status_code == 302
    engagement = Engagement.objects.get(track=people.track)
    page = client.get(reverse("engagements:detail", args=[engagement.pk])).content.decode()
    assert "Your peer" in page


def say(people: Peers, world: World, mode: str, now: datetime) -> None:
    """Who has a say is as the policy has it."""
    people.into.stage_since = now
    people.into.save()
    facts = {"program": world.program, "by": None, "now": now}
    policies.save(weights=first_weights(), rules=policies.Rules(mode=mode), **facts)


def signed_in(people: Peers, name: str) -> Client:
    client = Client()
    client.force_login(people.of[name].person.user)
    return client


def test_peers_choose_peers_and_read_of_no_mentor(
    people: Peers, world: World, now: datetime
) -> None:
    say(people, world, MatchMode.RANKED, now)
    ada, row = signed_in(people, "Ada"), people.of["Ada"]
    assert "Whom would you like as your peer?" in ada.get(reverse("home")).content.decode()
    page = body(ada, "wishes", row.pk)
    for words in (
        "Whom would you like as your peer?", "They can share what you want to grow in: Negotiating.",
        "You can share what they want to grow in: Writing.", "Nobody sees who chose them.",
    ):  # fmt: skip
        assert words in page, words
    assert "mentor" not in page.lower()
    assert "place free" not in page
    address = reverse("matching:wishes", args=[row.pk])
    assert ada.post(address, {f"place_{people.of['Cleo'].pk}": "1"}).status_code == 302
    assert MentorWish.objects.get(mentee=row).mentor == people.of["Cleo"]
    mine = body(ada, "mine")
    assert "You have chosen 1 person." in mine
    assert "mentor" not in mine.lower().replace("mentorship", "")
    assert ada.post(address, {f"place_{row.pk}": "1"}).status_code == 200, "oneself is nobody"
    cleo = signed_in(people, "Cleo")
    assert "Ada" not in body(cleo, "mine")
    assert cleo.get(address).status_code == 404


def of_peers(client: Client, name: str, *args: object) -> str:
    """A page on which nobody is a mentor or a mentee."""
    page = body(client, name, *args)
    words = page.lower().replace("mentorship", "")
    assert not any(word in words for word in ("mentor", "mentee")), name
    return page


def test_a_peer_asks_a_peer_on_the_pages(
    owner: Client, people: Peers, world: World, now: datetime
) -> None:
    say(people, world, MatchMode.SELF, now)
    bo, dan, ada = (signed_in(people, name) for name in ("Bo", "Dan", "Ada"))
    row, whom = people.of["Bo"], people.of["Ada"]
    assert "Ask a peer" in bo.get(reverse("home")).content.decode()
    assert "Ask a peer" in of_peers(bo, "mine")
    offered = "They can share what you want to grow in: Writing."
    assert offered in of_peers(bo, "wishes", row.pk)
    assert "Until then nobody else can ask either of you." in of_peers(bo, "ask", row.pk, whom.pk)
    answer = bo.post(
        reverse("matching:ask", args=[row.pk, whom.pk]), {"words": "Teach me commas."}, follow=True
    )
    assert "You have asked Ada A." in answer.content.decode()
    offer = Offer.objects.get(person=whom.person, state=OfferState.OPEN)
    assert dan.get(reverse("matching:offer", args=[offer.pk])).status_code == 404
    too_late = reverse("matching:ask", args=[people.of["Dan"].pk, whom.pk])
    assert "be asked now." in dan.post(too_late, follow=True).content.decode()
    told = body(owner, "requests", people.into.pk)
    assert "Teach me" not in told
    assert "3 people have nobody, and no open question." in told
    answered_on_the_pages(ada, bo, offer)


def answered_on_the_pages(ada: Client, bo: Client, offer: Offer) -> None:
    """Ada reads who asks and why, says yes, talks; Bo has the last word."""
    ours = offer.proposal
    assert "Bo B asks you to be their peer" in ada.get(reverse("home")).content.decode()
    asked = of_peers(ada, "offer", offer.pk)
    for words in ("Somebody asks you to be their peer", "Teach me commas.", "Yes, I'd like that"):
        assert words in asked, words
    email = ours.mentee.person.email
    assert email not in asked, "how to reach each other is shown once both want to talk"
    mine = Offer.objects.get(person=ours.mentee.person, proposal=ours)
    waits = of_peers(bo, "offer", mine.pk)
    assert "The peer you asked" in waits
    assert "Nobody else can ask them until they answer" in waits
    assert "You have asked somebody" in of_peers(bo, "wishes", ours.mentee_id)
    assert "to be their peer. Answer first" in of_peers(ada, "wishes", ours.mentor_id)
    ada.post(reverse("matching:accept", args=[offer.pk]))
    talks = of_peers(ada, "offer", offer.pk)
    assert email in talks
    assert "Talk to each other once, then they give the final answer." in talks
    assert "You have asked" not in of_peers(ada, "mine")
    assert "Talk once with Bo B" in ada.get(reverse("home")).content.decode()
    assert "They have said yes. Half an hour is enough" in of_peers(bo, "offer", mine.pk)
    assert "has said yes. Talk once, then give your final answer." in of_peers(
        bo, "wishes", ours.mentee_id
    )
    bo.post(reverse("matching:accept", args=[mine.pk]))
    assert Engagement.objects.filter(track=ours.run.track).count() == 1
