"""What somebody reads for whom nobody was found, and when they don't."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.outbox.kinds import NothingToSayError
from core.outbox.models import OutboxMessage
from core.outbox.services import preview
from engagements.models import FlashSlot
from engagements.services.engagements import close, hold_place, start
from matching.models import MatchRun
from matching.services import letters
from matching.services.publish import publish, withdraw
from matching.services.review import veto
from programs.models import Cohort, Enrolment, Track
from tests.matching.people import cohort, mentee, mentor, run_now
from tests.world import World

NOBODY = "More people look for a mentor than mentors have places."
Round = tuple[Cohort, MatchRun, Enrolment, Enrolment]


@pytest.fixture
def one_place(world: World) -> Round:
    """A place for two; the run, who got it, and who did not."""
    here = cohort(world)
    mentor("Only Mentor", here, world.track, seniority=9)
    both = [mentee(f"{name} Mentee", here, world.track, account=True) for name in ("Ada", "Bo")]
    run = run_now(here, world.track, World.NOW)
    left = run.unmatched.get().enrolment
    return here, run, next(each for each in both if each != left), left


def reads(row: Enrolment) -> tuple[bool, bool]:
    """Whether somebody is told on the page of their matches, and on their home."""
    client = Client()
    client.force_login(row.person.user)
    page = client.get(reverse("matching:mine"), follow=True).content.decode()
    home = client.get(reverse("home")).content.decode()
    assert "Only Mentor" not in page + home
    return NOBODY in page, NOBODY in home


def publish_it(run: MatchRun) -> None:
    publish(run=run, by=None, now=timezone.now())


def test_a_reason_comes_with_the_publication(one_place: Round) -> None:
    _here, run, _matched, left = one_place
    assert reads(left) == (False, False)
    publish_it(run)
    assert reads(left) == (True, True)


def test_a_short_conversation_is_offered_meanwhile(one_place: Round, world: World) -> None:
    _here, run, _matched, left = one_place
    publish_it(run)
    client = Client()
    client.force_login(left.person.user)
    said = "Until then, 1 short conversation is open to you"
    assert said in client.get(reverse("matching:mine")).content.decode()
    FlashSlot.objects.filter(pk=world.flash_slot.pk).update(taken=1)
    assert "None is open just now" in client.get(reverse("matching:mine")).content.decode()


def test_nobody_else_is_told(one_place: Round) -> None:
    _here, run, matched, _left = one_place
    publish_it(run)
    assert reads(matched) == (False, False)


def test_a_publication_taken_back_takes_the_reason_back(one_place: Round) -> None:
    _here, run, _matched, left = one_place
    publish_it(run)
    withdraw(publication=run.publications.get(), by=None, now=timezone.now())
    assert reads(left) == (False, False)


def test_who_is_asked_later_waits_no_longer(one_place: Round, world: World) -> None:
    here, run, _matched, left = one_place
    publish_it(run)
    mentor("Second Mentor", here, world.track, seniority=9)
    again = run_now(here, world.track, World.NOW)
    MatchRun.objects.filter(pk=again.pk).update(created_at=timezone.now() + timedelta(hours=1))
    again.refresh_from_db()
    assert reads(left) == (True, True), "not published yet"
    publish_it(again)
    assert reads(left) == (False, False)


def mails_to(row: Enrolment) -> list[OutboxMessage]:
    rows = OutboxMessage.objects.filter(kind=letters.LEFT, parameters__person=str(row.person_id))
    return list(rows)


def test_a_kind_word_goes_to_them_alone_and_was_shown_before(
    world: World, one_place: Round
) -> None:
    _here, run, matched, left = one_place
    address = reverse("matching:publish", args=[run.pk])
    html = world.client("owner").get(address).content.decode()
    assert "1 person is told that nobody was found yet." in html
    assert "have not found one yet" in html
    publish_it(run)
    assert mails_to(matched) == []
    (mail,) = mails_to(left)
    text = preview(kind=mail.kind, parameters=mail.parameters, recipient=mail.recipient).text  # type: ignore[arg-type]
    assert reverse("matching:mine") in text
    assert not any(word in text for word in (NOBODY, "Only Mentor", matched.person.given_name))


def test_the_word_is_taken_back_with_the_publication(one_place: Round) -> None:
    _here, run, _matched, left = one_place
    publish_it(run)
    withdraw(publication=run.publications.get(), by=None, now=timezone.now())
    assert [mail.state for mail in mails_to(left)] == ["cancelled"]


def test_who_has_found_somebody_meanwhile_is_not_told(one_place: Round) -> None:
    _here, run, _matched, left = one_place
    publish_it(run)
    (mail,) = mails_to(left)
    hold_place(
        mentor=mentor("Late Mentor", left.cohort, left.track, seniority=9).person,
        mentee=left.person,
        track=left.track,
        by=None,
        now=timezone.now(),
    )
    with pytest.raises(NothingToSayError):
        preview(kind=mail.kind, parameters=mail.parameters, recipient=mail.recipient)  # type: ignore[arg-type]


def round_again(here: Cohort, track: Track, now: datetime) -> MatchRun:
    """One more mentor, who is for somebody else, matched and published."""
    mentor(f"Mentor {now:%H%M}", here, track, seniority=9)
    new = mentee(f"Newcomer {now:%H%M}", here, track)
    left = Enrolment.objects.filter(cohort=here, track=track, role="mentee").exclude(pk=new.pk)
    run = run_now(here, track, now)
    for proposal in run.proposals.filter(mentee__in=left):
        veto(run=run, mentor=proposal.mentor, mentee=proposal.mentee, by=None, now=now)
    publish(run=run, by=None, now=now)
    return run


def test_nobody_is_told_twice_unless_something_has_happened_to_them(
    world: World, one_place: Round
) -> None:
    here, run, _matched, left = one_place
    at = World.NOW + timedelta(hours=1)
    publish(run=run, by=None, now=at)
    again = round_again(here, world.track, at + timedelta(hours=1))
    assert again.unmatched.filter(enrolment=left).exists(), "left without a mentor once more"
    assert len(mails_to(left)) == 1
    third = mentor("Third Mentor", here, world.track, seniority=9)
    facts = {"mentor": third.person, "mentee": left.person, "cohort": here, "track": world.track}
    met = start(**facts, by=None, now=at + timedelta(hours=2))  # type: ignore[arg-type]
    over = {"category": "new_partner", "words": "", "by": None, "completed": False}
    close(engagement=met, now=at + timedelta(hours=3), **over)  # type: ignore[arg-type]
    Enrolment.objects.filter(pk=third.pk).update(state="withdrawn")
    round_again(here, world.track, at + timedelta(hours=4))
    assert len(mails_to(left)) == 2


def test_a_word_that_nobody_has_read_is_said_by_the_next_publication(one_place: Round) -> None:
    _here, run, _matched, left = one_place
    publish_it(run)
    withdraw(publication=run.publications.get(), by=None, now=timezone.now())
    publish_it(run)
    assert sorted(mail.state for mail in mails_to(left)) == ["cancelled", "pending"]
