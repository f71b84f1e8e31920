"""Who has to answer an offer is reminded before it ends, once, and only while it waits."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from core.accounts.models import User
from core.outbox.models import OutboxMessage
from core.reminders.kinds import kind_named
from core.reminders.models import Reminder
from core.reminders.ticking import tick
from engagements.enums import MemberRole
from matching.enums import DeclineCategory
from matching.models import Offer
from matching.services import offers, publish
from matching.services.nudges import ANSWER, remind_to_answer
from tests.matching.people import cohort, mentee, mentor, run_now
from tests.world import World

DAY = timedelta(days=1)


@pytest.fixture
def asked(world: World, now: datetime) -> dict[str, Offer]:
    """Bo has been asked for Ana: both sides, by role."""
    into = cohort(world)
    mentor("Bo", into, world.track, seniority=6, account=True)
    mentee("Ana", into, world.track, seniority=5, account=True)
    run = run_now(into, world.track, now)
    publish.publish(run=run, by=None, now=now)
    rows = Offer.objects.filter(proposal__run=run).select_related("person__user")
    return {str(row.role): row for row in rows}


def reminders() -> list[Reminder]:
    return list(Reminder.objects.filter(kind=ANSWER).order_by("due_at"))


def needed(reminder: Reminder, now: datetime) -> bool:
    kind = kind_named(ANSWER)
    assert kind is not None
    return kind.still_needed(reminder, now)


def mails(user: User | None) -> int:
    return OutboxMessage.objects.filter(recipient=user, kind__startswith="reminders.").count()


def test_the_mentor_first_then_the_mentee(asked: dict[str, Offer], now: datetime) -> None:
    mine = asked[MemberRole.MENTOR]
    before = {row.pk for row in Reminder.objects.filter(kind=ANSWER).exclude(subject_id=mine.pk)}
    [first] = Reminder.objects.filter(kind=ANSWER, subject_id=mine.pk)
    assert (first.recipient, first.due_at) == (mine.person.user, mine.expires_at - 2 * DAY)
    later = now + DAY
    offers.accept(offer=mine, by=mine.person.user, now=later)
    theirs = Offer.objects.get(pk=asked[MemberRole.MENTEE].pk)
    [second] = [row for row in reminders() if row.pk not in before | {first.pk}]
    assert (second.recipient, second.due_at) == (theirs.person.user, theirs.expires_at - 2 * DAY)
    assert (needed(first, later), needed(second, later)) == (False, True)


def test_it_goes_out_before_the_end_and_once(asked: dict[str, Offer], now: datetime) -> None:
    mine = asked[MemberRole.MENTOR]
    due = mine.expires_at - 2 * DAY
    counts = []
    for moment in (due - DAY, due + DAY, due + DAY * 1.9):
        tick(now=moment)
        counts.append(mails(mine.person.user))
    assert counts == [0, 1, 1]


@pytest.mark.parametrize("act", ["accept", "decline", "withdraw", "end"])
def test_it_is_moot_when_nothing_waits(asked: dict[str, Offer], now: datetime, act: str) -> None:
    mine, moment = asked[MemberRole.MENTOR], now + DAY
    facts = {"by": mine.person.user, "now": moment}
    if act == "accept":
        offers.accept(offer=mine, **facts)
    elif act == "decline":
        offers.decline(offer=mine, category=DeclineCategory.OTHER, words="", **facts)
    elif act == "withdraw":
        publish.withdraw(publication=mine.publication, **facts)
    else:
        moment = mine.expires_at
    [reminder] = Reminder.objects.filter(kind=ANSWER, subject_id=mine.pk)
    assert not needed(reminder, moment)


def test_a_short_time_is_halved(asked: dict[str, Offer], now: datetime) -> None:
    mine = asked[MemberRole.MENTOR]
    mine.expires_at = now + DAY
    remind_to_answer(mine, now=now)
    assert Reminder.objects.get(kind=ANSWER, subject_id=mine.pk).due_at == now + DAY / 2


def test_who_cannot_sign_in_gets_none(asked: dict[str, Offer], now: datetime) -> None:
    mine = asked[MemberRole.MENTOR]
    assert mine.person.user is not None
    mine.person.user.is_active = False
    assert not remind_to_answer(mine, now=now)
    mine.person.user = None
    assert not remind_to_answer(mine, now=now)


def test_it_names_the_day_and_nobody(asked: dict[str, Offer]) -> None:
    mine, kind = asked[MemberRole.MENTOR], kind_named(ANSWER)
    reminder = Reminder.objects.get(kind=ANSWER, subject_id=mine.pk)
    assert kind is not None
    line = kind.line(reminder)
    assert line is not None
    assert line.path == reverse("matching:offer", args=[mine.pk])
    assert "Ana" not in line.text
    assert mine.expires_at is not None
    assert f"{mine.expires_at:%A} {mine.expires_at.day} {mine.expires_at:%B}" in line.text
    reminder.subject_id = mine.proposal_id
    assert kind.line(reminder) is None
    assert not needed(reminder, mine.opened_at)
