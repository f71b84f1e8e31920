"""Short conversations of the test world: one open, one waited for, one that is over."""

from datetime import UTC, datetime, timedelta

from engagements.enums import SeatState
from engagements.models import FlashBooking, FlashSlot
from programs.enums import EnrolmentState, Format, ParticipantRole
from programs.models import Enrolment, Track
from tests.world import World

DAY, HALF_AN_HOUR = timedelta(days=1), timedelta(minutes=30)
#: Far enough for the clock on the wall.
AHEAD = datetime(2099, 5, 4, 9, tzinfo=UTC)


def build(world: World) -> None:
    """The mentor offers three; the mentee waits for one and has been to another."""
    track = Track.objects.create(
        program=world.program, name="One question", format=Format.FLASH, exclusive=False, position=9
    )
    world.remember("flash_track", track)
    enrolment = Enrolment.objects.create(
        person=world.mentor_person,
        cohort=world.cohort,
        track=track,
        role=ParticipantRole.MENTOR,
        state=EnrolmentState.SELECTED,
        applied_at=World.NOW - 120 * DAY,
        decided_at=World.NOW - 110 * DAY,
    )
    world.remember("flash_mentor_enrolment", enrolment)
    listening = {"competency": world.competency_listening}
    world.remember("flash_slot", _slot(world, AHEAD, "How budgets are made", **listening))
    full = _slot(world, AHEAD + DAY, "Speaking up", taken=1)
    world.remember("full_flash_slot", full)
    world.remember("waiting_booking", _booking(world, full, SeatState.WAITING))
    over = _slot(world, World.NOW - 4 * DAY, "The first hundred days", taken=1)
    lines = {"mentee_line": "I asked for the job.", "mentor_line": "Tell me how it went."}
    world.remember("over_booking", _booking(world, over, SeatState.BOOKED, **lines))


def _slot(world: World, starts_at: datetime, topic: str, **facts: object) -> FlashSlot:
    return FlashSlot.objects.create(
        cohort=world.cohort,
        track=world.flash_track,
        mentor=world.mentor_person,
        starts_at=starts_at,
        ends_at=starts_at + HALF_AN_HOUR,
        topic=topic,
        created_at=World.NOW - 9 * DAY,
        **facts,
    )


def _booking(world: World, slot: FlashSlot, state: SeatState, **lines: str) -> FlashBooking:
    return FlashBooking.objects.create(
        slot=slot,
        person=world.mentee_person,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        state=state,
        created_at=World.NOW - 8 * DAY,
        **lines,
    )
