"""Another way, offered to who was left without a mentor: to whom, answered, taken back, and by two at once."""

import contextlib
import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.audit.models import AuditEntry
from core.outbox.models import OutboxMessage
from engagements.services.engagements import hold_place, start
from matching.adapter import is_waiting
from matching.selectors.ways import mine, plan, room_in
from matching.services import way_letters, ways
from matching.services.publish import publish
from matching.services.ways import NotNow, Settled
from programs.enums import EnrolmentState, Format
from programs.models import Cohort, Enrolment
from programs.services.cohorts import lock
from tests.matching.people import enrol, mentee, mentor, run_now
from tests.matching.ways import Without
from tests.races import PATIENCE, together
from tests.world import World

DAY = timedelta(days=1)


@pytest.fixture
def here(world: World) -> Without:
    return Without(world, timezone.now())


def states(row: Enrolment) -> dict[str, str]:
    """Where the person stands in each track of the cohort."""
    rows = Enrolment.objects.filter(person=row.person_id, cohort=row.cohort_id)
    return dict(rows.values_list("track__name", "state"))


def mails(kind: str) -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.filter(kind=kind).order_by("recipient__email")
    return list(rows.values_list("recipient__email", "state"))


def test_a_yes_moves_them_and_can_be_taken_back(here: Without) -> None:
    first, second, third = here.left
    with pytest.raises(NotNow):
        here.offer(first)
    here.publish()
    batch = uuid.uuid4()
    made = here.offer(*here.left, batch=batch)
    assert [each.enrolment for each in made] == [first, second], "two seats"
    assert here.offer(*here.left, batch=batch) == made, "twice is once"
    assert here.offer(third) == [], "no seat is left"
    assert len(mails(way_letters.WAY)) == 2
    way, other = made
    user = first.person.user
    assert ways.accept(way=way, by=user, now=here.now).state == "accepted"
    taken = ways.accept(way=way, by=user, now=here.now).taken
    assert taken is not None
    assert is_waiting(taken)
    assert states(first) == {"People management": "withdrawn", "Small circles": "selected"}
    assert ways.step_back(way=way, by=user, now=here.now).state == "open"
    assert states(first) == {"People management": "selected", "Small circles": "withdrawn"}
    assert ways.accept(way=way, by=user, now=here.now).taken == taken, "and once more"
    ways.decline(way=other, by=None, now=here.now)
    assert states(second) == {"People management": "selected"}
    with pytest.raises(Settled):
        ways.accept(way=other, by=None, now=here.now)
    assert here.offer(second) == [], "not asked the same again"
    said = AuditEntry.objects.filter(action__startswith="matching.way_").order_by("pk")
    assert set(said.values_list("action", flat=True)) == {
        "matching.way_offered", "matching.way_accepted", "matching.way_reopened", "matching.way_declined",
    }  # fmt: skip


def test_an_act_is_taken_back_for_who_has_not_answered(here: Without) -> None:
    here.publish()
    batch = uuid.uuid4()
    first, second = here.offer(*here.left, batch=batch)
    key = f"{way_letters.WAY}:{second.pk}"
    OutboxMessage.objects.filter(dedupe_key=key).update(state="sent", settled_at=here.now)
    third = here.left[2]
    ways.accept(way=first, by=None, now=here.now)
    undo: dict[str, Any] = {"batch": batch, "run": here.run, "by": None, "now": here.now}
    assert ways.take_back(**undo) == (1, 1)
    assert ways.take_back(**undo) == (1, 1), "twice is once"
    assert [state for _mail, state in mails(way_letters.BACK)] == ["pending"], "who has read it"
    assert mine(second.enrolment.person.user, here.now) == []
    (again,) = here.offer(third)
    assert ways.expire_due(here.now + 6 * DAY) == 0
    assert ways.expire_due(here.now + 8 * DAY) == 1
    with pytest.raises(Settled):
        ways.accept(way=again, by=None, now=here.now + 8 * DAY)


def test_who_has_found_somebody_or_left_has_nothing_to_answer(here: Without, world: World) -> None:
    here.publish()
    first, second = here.offer(*here.left)
    facts = {"track": world.track, "by": None, "now": here.now}
    place = hold_place(mentor=world.mentor_person, mentee=first.enrolment.person, **facts)
    more = {"mentor": world.mentor_person, "mentee": first.enrolment.person, "cohort": here.into}
    start(place=place, **more, **facts)  # type: ignore[arg-type]
    with pytest.raises(Settled):
        ways.accept(way=first, by=None, now=here.now)
    assert mine(first.enrolment.person.user, here.now) == []
    ways.close_for(enrolment=second.enrolment.pk, now=here.now)
    with pytest.raises(Settled):
        ways.accept(way=second, by=None, now=here.now)


def test_what_was_proposed_meanwhile_ends_with_the_yes(world: World) -> None:
    here = Without(world, timezone.now(), seats=3)
    here.publish()
    ways_of = {each.enrolment: each for each in here.offer(*here.left)}
    late = mentor("Late Mentor", here.into, world.track, seniority=9)
    again = run_now(here.into, world.track, here.now)
    publish(run=again, by=None, now=here.now)
    proposal = again.proposals.get(mentor=late)
    ways.accept(way=ways_of[proposal.mentee], by=None, now=here.now)
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"


def test_each_who_cannot_be_asked_reads_why(here: Without, world: World) -> None:
    silent = mentee("Silent S", here.into, world.track)
    here.publish()
    first, second, third = here.left
    here.circles.criteria.create(role="mentee", fact="seniority", operator="at_least", value="3")
    type(second.person).objects.filter(pk=second.person_id).update(seniority=3)
    second.person.refresh_from_db()
    enrol(third.person, here.into, here.circles, "mentee")
    found = plan(here.run, here.circles, [first, second, third, silent], here.now)
    assert found.can == (second,)
    assert [each.why for each in found.cannot] == [
        "What the track asks for is not met: Seniority is at least 3.",
        "Takes part in this track already.",
        "Has no account to answer with. Talk with them, or invite them first.",
    ]
    assert found.room == 1, "one of the seats is waited for"
    talks = plan(here.run, world.flash_track, [first, silent], here.now)
    assert (talks.can, talks.room) == ((first,), 1)
    world.flash_track.flash_slots.update(taken=1)
    full = plan(here.run, world.flash_track, [first], here.now)
    assert [each.why for each in full.cannot] == ["No short conversation is open at the moment."]
    peers = world.program.tracks.create(name="Peers of it", format=Format.PEER)
    (way,) = here.offer(first, track=peers)
    taken = ways.accept(way=way, by=None, now=here.now).taken
    assert taken is not None
    assert (taken.role, taken.state) == ("peer", EnrolmentState.SELECTED)


def both_offer(here: Without) -> list[int]:
    """Two who offer the one seat that is left, each to somebody else; how many each asked."""
    acts = [lambda row=row: len(here.offer(row)) for row in here.left[:2]]
    return sorted(together(*acts))


def look_together(monkeypatch: pytest.MonkeyPatch, patience: float) -> None:
    """Whoever has counted the seats waits for the other one, as long as that one can come."""
    barrier, count = threading.Barrier(2), room_in

    def slowly(*args: Any) -> int | None:
        found = count(*args)
        with contextlib.suppress(threading.BrokenBarrierError):
            barrier.wait(timeout=patience)
        return found

    monkeypatch.setattr("matching.selectors.ways.room_in", slowly)


@pytest.mark.usefixtures("committing_db")
@pytest.mark.parametrize("locked", [True, False])
def test_the_last_seat_is_offered_once(
    world: World, monkeypatch: pytest.MonkeyPatch, locked: bool
) -> None:
    here = Without(world, timezone.now(), seats=1)
    here.publish()
    look_together(monkeypatch, 0.3 if locked else PATIENCE)
    held = lock if locked else lambda cohort: Cohort.objects.get(pk=cohort.pk)
    monkeypatch.setattr(ways, "lock", held)
    assert both_offer(here) == ([0, 1] if locked else [1, 1])
