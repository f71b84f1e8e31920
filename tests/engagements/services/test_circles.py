"""A circle: somebody joins it, somebody leaves it, and what that does to what is shared."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from core.outbox.models import OutboxMessage
from core.outbox.services import preview
from core.reminders.models import Reminder
from engagements.enums import PlaceState
from engagements.models import Attendance, Engagement, EngagementMember, JournalEntry, Session
from engagements.selectors.activity import engagement_activity
from engagements.selectors.agreements import is_signed_by_all
from engagements.selectors.metadata import pairs
from engagements.selectors.relationships import AgreementStanding, relationships_of
from engagements.services import agreements, circles, journals, sessions
from engagements.services.attendance import TooEarly, note_attendance
from engagements.services.invitations import MAIL
from engagements.services.places import PlaceTaken, hold_place
from participants.models import Person
from tests.world import World

DAY = timedelta(days=1)


@pytest.fixture
def circle(world: World) -> Engagement:
    return world.circle


def joins(circle: Engagement, person: Person, now: datetime) -> EngagementMember:
    leader = circle.members.get(role="mentor").person
    facts = {"mentor": leader, "mentee": person, "track": circle.track}
    place = hold_place(by=None, now=now, **facts)
    return circles.join(engagement=circle, place=place, by=None, now=now)


def calendar_mails(person: Person) -> list[OutboxMessage]:
    rows = OutboxMessage.objects.filter(kind=MAIL, recipient=person.user)
    return list(rows.order_by("created_at", "pk"))


def seen(person: Person, circle: Engagement, now: datetime) -> Any:
    return relationships_of(person, now=now, only=circle.pk)[0]


def plan(circle: Engagement, world: World, now: datetime) -> Session:
    facts = {"engagement": circle, "by": world.user("other_host"), "now": now}
    return sessions.plan(starts_at=now + 9 * DAY, minutes=90, **facts)


def test_it_is_called_by_who_leads_it(world: World, circle: Engagement, now: datetime) -> None:
    assert seen(world.host_person, circle, now).title == "The circle of Other Host World"
    assert seen(world.other_host_person, circle, now).names == "your circle"


def test_a_joiner_has_what_is_to_come_and_nothing_of_what_was_said_before(
    world: World, circle: Engagement, now: datetime
) -> None:
    planned = plan(circle, world, now - DAY)
    host = world.host_person
    entry = journals.write(author=host, text="Once", by=host.user, now=now - DAY)
    journals.share(entry=entry, engagement=circle, by=host.user, now=now - DAY)
    person = world.sponsor_person
    joins(circle, person, now)
    assert [m.parameters["session"] for m in calendar_mails(person)] == [str(planned.pk)]
    assert len(calendar_mails(host)) == 1, "nobody else is mailed again"
    found = seen(person, circle, now)
    assert (found.held, [row.pk for row in found.upcoming]) == ((), [planned.pk])
    user = person.user
    assert list(Session.objects.visible_to(user)) == [planned]
    assert list(JournalEntry.objects.visible_to(user)) == []
    assert Session.objects.visible_to(host.user).count() == 2
    assert list(JournalEntry.objects.visible_to(world.user("other_host"))) == [entry]


def test_a_leaver_reads_nothing_any_more_and_the_others_go_on(
    world: World, circle: Engagement, now: datetime
) -> None:
    planned, host = plan(circle, world, now), world.host_person
    member = circle.members.get(person=host)
    circles.leave(member=member, by=host.user, now=now + DAY)
    assert not Session.objects.visible_to(host.user).filter(engagement=circle).exists()
    assert relationships_of(host, now=now, only=circle.pk) == []
    circle.refresh_from_db()
    assert circle.ended_at is None
    assert circle.places.get(person=host).state == PlaceState.ENDED
    mail = calendar_mails(host)[-1]
    told = preview(kind=MAIL, parameters=mail.parameters, recipient=host.user)
    assert b"METHOD:CANCEL" in told.attachments[0].content
    assert b"Host World" not in told.attachments[0].content.replace(b"Other Host", b"")
    waiting = Reminder.objects.filter(recipient=host.user, state="scheduled")
    assert not waiting.filter(subject_id__in=[planned.pk, circle.pk]).exists()


def test_leaving_is_taken_back_as_long_as_the_seat_is_free(
    world: World, circle: Engagement, now: datetime
) -> None:
    member = circle.members.get(person=world.host_person)
    circles.leave(member=member, by=None, now=now)
    circles.undo_leave(member=member, by=None, now=now + DAY)
    assert circle.places.get(person=world.host_person).state == PlaceState.ACTIVE
    circles.leave(member=member, by=None, now=now + 2 * DAY)
    circle.track.exclusive = True
    circle.track.save()
    circle.places.filter(person=world.host_person).update(exclusive=True)
    hold_place(
        mentor=world.mentor_person, mentee=world.host_person, track=circle.track, by=None, now=now
    )
    with pytest.raises(PlaceTaken):
        circles.undo_leave(member=member, by=None, now=now + 3 * DAY)


def test_who_leads_does_not_leave(circle: Engagement, now: datetime) -> None:
    with pytest.raises(circles.NotAMemberHere):
        circles.leave(member=circle.members.get(role="mentor"), by=None, now=now)


def test_who_left_came_to_what_was_before(world: World, circle: Engagement, now: datetime) -> None:
    held = world.circle_session
    said = dict(held.attendance.values_list("person__given_name", "came"))
    assert said == {
        "Other Host": True, "Host": True, "Circle Member 1": True, "Circle Member 2": True,
        "Circle Member 3": False, "Line Manager": False,
    }  # fmt: skip
    note_attendance(session=held, came=[world.line_manager_person.pk], by=None, now=now)
    assert Attendance.objects.filter(session=held, came=True).count() == 1
    with pytest.raises(TooEarly):
        note_attendance(session=plan(circle, world, now), came=[], by=None, now=now)


def test_an_agreement_is_signed_by_all_who_are_in_it(
    world: World, circle: Engagement, now: datetime
) -> None:
    facts = {"engagement": circle, "by": world.user("other_host"), "now": now}
    written = agreements.write(expectations="Come", meeting_every_days=14, **facts)
    for subject in ("other_host", "host"):
        agreements.sign(agreement=written, by=world.user(subject), now=now)
    assert seen(world.host_person, circle, now).standing == AgreementStanding.THEIRS
    assert not is_signed_by_all(written)
    silent = circle.members.filter(person__user=None)
    for member in silent:
        circles.leave(member=member, by=None, now=now)
    assert is_signed_by_all(written)
    circle.refresh_from_db()
    assert circle.agreed_every_days == 14, "the last one who had not signed has left"


def test_figures_count_who_was_in_it_then(world: World, circle: Engagement, now: datetime) -> None:
    def mentees(since: datetime, until: datetime) -> set[str]:
        found = engagement_activity(since=since, until=until, cohorts=[circle.cohort])
        people = Person.objects.filter(pk__in=found[0].mentees)
        return set(people.values_list("given_name", flat=True))

    begun = circle.started_at
    assert "Line Manager" in mentees(begun, begun + 20 * DAY)
    assert "Line Manager" not in mentees(begun + 10 * DAY, begun + 20 * DAY)
    joins(circle, world.sponsor_person, now)
    assert "Sponsor" not in mentees(begun + 10 * DAY, now)
    assert "Sponsor" in mentees(now, now + DAY)


def test_figures_take_from_each_what_they_missed(world: World, circle: Engagement) -> None:
    begun = circle.started_at
    found = engagement_activity(since=begun, until=begun + 20 * DAY, cohorts=[circle.cohort])[0]
    missed = Person.objects.filter(pk__in=found.missed)
    assert (found.held, sorted(found.missed.values())) == (1, [1, 1])
    assert set(missed.values_list("given_name", flat=True)) == {"Circle Member 3", "Line Manager"}


def test_who_runs_the_program_reads_who_is_in_it_now(
    world: World, circle: Engagement, now: datetime
) -> None:
    pair = next(each for each in pairs([circle.cohort], now=now) if each.id == circle.pk)
    assert pair.mentors == ("Other Host World",)
    assert len(pair.mentees) == 4
    assert "Line Manager World" not in pair.mentees
