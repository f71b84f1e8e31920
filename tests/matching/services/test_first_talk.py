"""A first talk, where the track wants one: after the mentor's yes and before the mentee's."""

from datetime import datetime, timedelta
from threading import Event
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from core.accounts.models import User
from core.outbox.kinds import NothingToSayError
from core.outbox.models import OutboxMessage
from core.outbox.rendering import render
from core.outbox.services import preview
from engagements.enums import MemberRole, PlaceState
from engagements.models import Engagement, Place
from matching.enums import OfferState, ProposalState
from matching.models import MatchRun, Offer, TalkTime
from matching.selectors.talks import talk_of
from matching.services import letters, offers, talks
from participants.models import Person
from tests.engagements.helpers import signed_in
from tests.matching.services.test_offers import make, proposal_of, say_yes, side
from tests.matching.services.test_requests import ask
from tests.matching.services.test_requests import make as make_asking
from tests.races import PATIENCE, together
from tests.world import World


@pytest.fixture
def run(world: World, now: datetime) -> MatchRun:
    track = world.track
    track.first_talk = True
    track.save()
    return make(world, now)


def page(offer: Offer) -> str:
    client = Client()
    client.force_login(offer.person.user)  # type: ignore[arg-type]
    return client.get(reverse("matching:offer", args=[offer.pk])).content.decode()


def test_both_see_how_to_reach_each_other_after_the_mentors_yes(
    run: MatchRun, now: datetime
) -> None:
    mentors = side(run, MemberRole.MENTOR)
    assert "ana@match.test" not in page(mentors)
    say_yes(run, MemberRole.MENTOR, now)
    mentees = side(run, MemberRole.MENTEE)
    assert mentees.expires_at == now + timedelta(days=14)
    Offer.objects.filter(pk=mentees.pk).update(expires_at=datetime.now(now.tzinfo) + timedelta(1))
    assert "ana@match.test" in page(mentors)
    assert "bo@match.test" in page(mentees)
    told = {
        mail.kind: preview(
            kind=mail.kind,
            parameters=mail.parameters,
            recipient=mail.recipient,  # type: ignore[arg-type]
        ).text
        for mail in OutboxMessage.objects.filter(kind__in=[letters.TALK, letters.MENTEE])
    }
    assert "Talk once before you decide" in told[letters.MENTEE]
    assert "within 14 days" in told[letters.MENTEE]
    assert "They have 14 days to talk and to answer" in told[letters.TALK]
    assert not any("@match" in text for text in told.values())


def test_a_no_after_the_talk_stays_private_and_hides_the_address(
    run: MatchRun, now: datetime
) -> None:
    say_yes(run, MemberRole.MENTOR, now)
    mentees = side(run, MemberRole.MENTEE)
    offers.decline(offer=mentees, category="fit", words="Too loud.", by=None, now=now)
    mentors = Offer.objects.get(proposal=proposal_of(run), role=MemberRole.MENTOR)
    html = page(mentors)
    assert "ana@match.test" not in html
    assert "Too loud" not in html
    assert proposal_of(run).state == ProposalState.DECLINED


def test_who_asked_themselves_gives_the_final_yes_after_the_talk(
    world: World, now: datetime
) -> None:
    track = world.track
    track.first_talk = True
    track.save()
    here = make_asking(world, now)
    offer = ask(here.ana, here.bo, now)
    offers.accept(offer=offer, by=None, now=now)
    assert not Engagement.objects.filter(members__person=here.ana.person).exists()
    assert ask(here.ana, here.bo, now).pk == offer.pk
    mine = Offer.objects.get(proposal=offer.proposal, role=MemberRole.MENTEE)
    assert (mine.state, mine.answered_at) == (OfferState.OPEN, None)
    assert Place.objects.get(person=here.ana.person).state == PlaceState.HELD
    offers.accept(offer=mine, by=here.ana.person.user, now=now)
    assert Engagement.objects.filter(members__person=here.ana.person).count() == 1
    assert Place.objects.get(person=here.ana.person).state == PlaceState.ACTIVE


@pytest.fixture
def talk(run: MatchRun, now: datetime) -> tuple[Offer, Offer]:
    """Both offers, the mentor's first, once the mentor has said yes; she lives in New York."""
    say_yes(run, MemberRole.MENTOR, now)
    mentor, mentee = (side(run, role) for role in (MemberRole.MENTOR, MemberRole.MENTEE))
    User.objects.filter(pk=mentee.person.user_id).update(timezone="America/New_York")
    return mentor, side(run, MemberRole.MENTEE)


def entries(person: Person) -> list[tuple[str, str, str, str]]:
    """Method, identity, version and start of each calendar file mailed to somebody."""
    rows = OutboxMessage.objects.filter(kind=letters.ENTRY, parameters__person=str(person.pk))
    found = []
    for mail in rows.order_by("created_at", "pk"):
        try:
            (file,) = render(mail).attachments
        except NothingToSayError:
            continue
        event = Calendar.from_ical(file.content).walk("VEVENT")[0]
        start = event["dtstart"].dt.isoformat()
        found.append((str(file.method), str(event["uid"]), str(event["sequence"]), start))
    return found


def test_one_suggests_and_the_other_picks_on_their_own_clock(
    talk: tuple[Offer, Offer], now: datetime
) -> None:
    mentor, mentee = talk
    times = [now + timedelta(days=n, hours=5) for n in (1, 2)]
    facts = {"offer": mentor, "minutes": 30, "place": " Room 1 ", "by": None, "now": now}
    rows = talks.suggest(times=times, **facts)
    assert talks.suggest(times=times, **facts) == rows, "sent twice is once"
    (mail,) = OutboxMessage.objects.filter(kind=letters.TIMES)
    assert mail.recipient == mentee.person.user
    assert "10:00 (America/New_York)" in render(mail).text
    seen = talk_of(mentee, mentee.expires_at, now)  # type: ignore[arg-type]
    assert [each.clocks for each in seen.theirs] == [
        "10:00 in New York, 15:00 in Berlin" for _time in times
    ]
    with pytest.raises(talks.NotThere):
        talks.pick(offer=mentor, time=rows[0].pk, by=None, now=now)
    for _twice in range(2):
        talks.pick(offer=mentee, time=rows[1].pk, by=None, now=now)
    start = times[1].isoformat()
    for offer in talk:
        assert entries(offer.person) == [("REQUEST", str(rows[1].pk), "0", start)]
    with pytest.raises(NothingToSayError):
        render(mail)


def test_other_times_call_off_what_was_agreed_and_so_does_a_no(
    talk: tuple[Offer, Offer], now: datetime
) -> None:
    mentor, mentee = talk
    facts = {"minutes": 30, "place": "", "by": None, "now": now}
    (row,) = talks.suggest(offer=mentor, times=[now + timedelta(days=1)], **facts)
    talks.pick(offer=mentee, time=row.pk, by=None, now=now)
    (other,) = talks.suggest(offer=mentee, times=[now + timedelta(days=3)], **facts)
    struck = ("CANCEL", str(row.pk), "1", row.starts_at.isoformat())
    assert entries(mentor.person) == entries(mentee.person) == [struck]
    talks.pick(offer=mentor, time=other.pk, by=None, now=now)
    offers.decline(offer=mentee, category="fit", words="", by=None, now=now)
    assert {each[:3] for each in entries(mentor.person)} == {
        struck[:3], ("CANCEL", str(other.pk), "1"),
    }  # fmt: skip
    with pytest.raises(talks.NoTalk):
        talks.suggest(offer=mentor, times=[now + timedelta(days=4)], **facts)


def race(
    talk: tuple[Offer, Offer], row: TalkTime, monkeypatch: pytest.MonkeyPatch, now: datetime, *,
    guarded: bool,
) -> list[Any]:  # fmt: skip
    """The mentee picks a time; once they have looked at it, the mentor suggests another instead.
    Unguarded, the mentor is done before the mentee goes on. Returns the times that stand then.
    """
    mentor, mentee = talk
    looked, suggested = Event(), Event()
    other = row.starts_at + timedelta(days=1)

    def look(moment: datetime, at: datetime) -> None:
        if not looked.is_set():
            looked.set()
            assert guarded or suggested.wait(PATIENCE)

    def suggest() -> None:
        assert looked.wait(PATIENCE)
        facts = {"times": [other], "minutes": 30, "place": "", "by": None, "now": now}
        talks.suggest(offer=mentor, **facts)  # type: ignore[arg-type]
        suggested.set()

    def unlocked(found: Any) -> Any:
        return type(found).objects.get(pk=found.pk)

    with monkeypatch.context() as patched:
        patched.setattr(talks, "not_before", look)
        if not guarded:
            patched.setattr(talks, "lock_row", unlocked)
        picked, _told = together(
            lambda: talks.pick(offer=mentee, time=row.pk, by=None, now=now), suggest
        )
    assert picked == row
    return list(talks.live(row.proposal).values_list("starts_at", "picked_at"))


def test_nobody_picks_what_is_taken_back_meanwhile(
    committing_db: None,
    talk: tuple[Offer, Offer],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    facts = {"minutes": 30, "place": "", "by": None, "now": now}
    first, second = (now + timedelta(days=n) for n in (1, 2))
    (row,) = talks.suggest(offer=talk[0], times=[first], **facts)
    assert race(talk, row, monkeypatch, now, guarded=True) == [(second, None)]
    assert [each[0] for each in entries(talk[1].person)] == ["CANCEL"], "picked, then called off"
    (row,) = talks.live(row.proposal)
    assert race(talk, row, monkeypatch, now, guarded=False) == [], "unguarded nothing stands"


def test_it_is_done_on_the_pages(talk: tuple[Offer, Offer], world: World) -> None:
    mentor, mentee = talk
    now = timezone.now()
    Offer.objects.filter(pk=mentee.pk).update(expires_at=now + timedelta(days=10))
    clients = [signed_in(offer.person.user) for offer in talk]  # type: ignore[arg-type]
    suggest = reverse("matching:talk", args=[mentor.pk])
    assert "in New York" in clients[0].get(suggest).content.decode()
    day = (now + timedelta(days=2)).date()
    late = {"first": "2020-01-01T10:00", "second": f"{day + timedelta(days=30)}T10:00"}
    html = clients[0].post(suggest, late | {"minutes": 30}).content.decode()
    assert "This has passed." in html
    assert "The answer is due before that" in html
    clients[0].post(suggest, {"first": f"{day}T15:00", "minutes": 30, "place": "Room 1"})
    row = TalkTime.objects.get(proposal=mentor.proposal)
    html = page(mentee)
    assert "Take this time" in html
    assert "You have suggested" in page(mentor)
    pick = reverse("matching:talk_pick", args=[mentee.pk])
    clients[1].post(pick, {"time": "nonsense"})
    assert clients[0].post(pick, {"time": str(row.pk)}).status_code == 404
    clients[1].post(pick, {"time": str(row.pk)})
    row.refresh_from_db()
    assert row.picked_at
    assert [("Suggest other times" in page(o), "Room 1" in page(o)) for o in talk] == [
        (True, True), (True, True),
    ]  # fmt: skip
