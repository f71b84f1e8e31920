"""Short conversations by the pages: found, booked, offered, called off."""

from datetime import timedelta

from django.utils import timezone

from engagements.enums import SeatState, SlotState
from engagements.models import FlashSlot, Session
from engagements.services import flash
from participants.models import PairBlock, PersonCompetency
from tests.engagements.helpers import address, signed_in
from tests.world import World

BUDGETS = "How budgets are made"


def test_a_mentee_finds_one_and_books_it(world: World) -> None:
    facts = {"person": world.mentee_person, "competency": world.competency_listening}
    PersonCompetency.objects.get_or_create(direction="wanted", **facts)
    mentee = signed_in(world.user("mentee"))
    page = mentee.get(address("flash"), {"competency": world.competency_listening.pk})
    assert "You want to grow in Listening" in page.content.decode()
    assert BUDGETS not in mentee.get(address("flash"), {"q": "Speaking"}).content.decode()
    assert BUDGETS not in mentee.get(address("flash"), {"days": "7"}).content.decode()
    assert mentee.get(address("flash"), {"days": "x", "competency": "y"}).status_code == 200
    url = address("flash_slot", world.flash_slot.pk)
    answer = mentee.post(url, {"question": "Who decides?"}, follow=True)
    assert "Booked. The invitation is on its way" in answer.content.decode()
    booking = world.flash_slot.bookings.get()
    assert booking.engagement.sessions.get().agenda == "Who decides?"
    mentee.post(address("flash_cancel", booking.pk))
    booking.refresh_from_db()
    assert booking.state == SeatState.CANCELLED


def test_who_is_kept_apart_finds_nothing_and_reads_not_available(world: World) -> None:
    a, b = sorted([world.mentor_person, world.mentee_person], key=lambda each: each.pk)
    PairBlock.objects.create(a=a, b=b, basis="other")
    mentee = signed_in(world.user("mentee"))
    assert BUDGETS not in mentee.get(address("flash")).content.decode()
    url = address("flash_slot", world.flash_slot.pk)
    said = mentee.get(url).content.decode()
    FlashSlot.objects.filter(pk=world.flash_slot.pk).update(
        state=SlotState.WITHDRAWN, withdrawn_at=World.NOW
    )
    PairBlock.objects.all().delete()
    same = mentee.get(url).content.decode()
    assert said[said.index("<main") :] == same[same.index("<main") :]
    assert "Not available" in same
    assert "not available. Nothing was booked" in mentee.post(url, {}).content.decode()


def test_what_a_mentor_typed_stays_when_the_time_is_wrong(world: World) -> None:
    mentor = signed_in(world.user("mentor"))
    typed = {
        "enrolment": world.flash_mentor_enrolment.pk, "topic": "Boards", "time": "09:00",
        "minutes": "30", "seats": "1", "day": "2020-01-01",
    }  # fmt: skip
    page = mentor.post(address("flash_new"), typed).content.decode()
    assert "This has passed" in page
    assert 'value="Boards"' in page
    day = timezone.localdate() + timedelta(days=3)
    for said in ("Offered. Whoever books it", "You have offered another one at that time"):
        page = mentor.post(address("flash_new"), typed | {"day": day}, follow=True)
        assert said in page.content.decode()
    page = mentor.post(address("flash_new"), typed | {"day": day, "minutes": "240"})
    assert FlashSlot.objects.filter(topic="Boards").count() == 1


def test_a_mentor_says_on_one_page_who_came(world: World) -> None:
    now = timezone.now()
    facts = {"minutes": 30, "seats": 2, "place": "", "competency": None, "topic": "Boards"}
    slot = flash.offer(
        enrolment=world.flash_mentor_enrolment, starts_at=now + timedelta(hours=1), by=None,
        now=now, **facts,
    )  # fmt: skip
    people = [getattr(world, f"spring_mentee{number}_enrolment").person for number in (1, 2)]
    bookings = [flash.book(slot=slot, person=who, by=None, now=now) for who in people]
    earlier = timedelta(hours=5)
    for rows in (FlashSlot.objects.filter(pk=slot.pk), slot.bookings.all()):
        rows.update(starts_at=now - earlier, ends_at=now - earlier + timedelta(minutes=30))
    meetings = Session.objects.filter(engagement__flash_booking__in=bookings)
    meetings.update(starts_at=now - earlier)
    mentor, here = signed_in(world.user("mentor")), address("flash_came", slot.pk)
    assert here in mentor.get(address("flash_offers")).content.decode()
    assert mentor.get(here).content.decode().count("checked") == 2
    mentor.post(here, {"came": [str(people[0].pk)]})
    assert sorted(meetings.values_list("state", flat=True)) == ["cancelled", "held"]
    assert here not in mentor.get(address("flash_offers")).content.decode()
