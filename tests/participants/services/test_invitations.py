"""Invitations are signed, expire, work once, and go to those who can be reached."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from core.outbox.models import OutboxMessage
from core.outbox.rendering import render
from participants.models import Invitation, Person
from participants.selectors.invitations import plan_invitations
from participants.services.invitations import (
    VALID_FOR,
    InvitationInvalidError,
    accept,
    invite,
    open_invitation,
    token_of,
)
from participants.services.people import create_person, mark_left
from tests.world import World

PASSWORD = "a long pass phrase"


@pytest.fixture
def newcomer(world: World, now: datetime) -> Person:
    return create_person(
        by=None, now=now, given_name="Ida", email="ida@x.org", timezone="Asia/Tokyo"
    )


def token(person: Person) -> str:
    return token_of(Invitation.objects.get(person=person, revoked_at=None))


def test_accepting_makes_the_account(newcomer: Person, now: datetime) -> None:
    assert invite(people=[newcomer], by=None, now=now) == 1
    user = accept(token=token(newcomer), password=PASSWORD, now=now)
    assert (user.email, user.timezone) == ("ida@x.org", "Asia/Tokyo")
    assert user.check_password(PASSWORD)
    assert Person.objects.get(user=user) == newcomer


def test_the_mail_carries_the_link(newcomer: Person, now: datetime) -> None:
    invite(people=[newcomer], by=None, now=now)
    mail = render(OutboxMessage.objects.get(to_email="ida@x.org"))
    assert mail.subject == "Your invitation to Northwind"
    assert f"/people/join/{token(newcomer)}/" in mail.text


def test_a_link_works_once_in_time_and_untouched(newcomer: Person, now: datetime) -> None:
    invite(people=[newcomer], by=None, now=now)
    good = token(newcomer)
    for bad, moment in ((good + "x", now), ("", now), (good, now + VALID_FOR)):
        with pytest.raises(InvitationInvalidError):
            open_invitation(token=bad, now=moment)
    accept(token=good, password=PASSWORD, now=now)
    with pytest.raises(InvitationInvalidError):
        accept(token=good, password=PASSWORD, now=now)


def test_a_newer_invitation_revokes_the_older(newcomer: Person, now: datetime) -> None:
    invite(people=[newcomer], by=None, now=now)
    older = token(newcomer)
    invite(people=[newcomer], by=None, now=now + timedelta(days=1))
    with pytest.raises(InvitationInvalidError):
        open_invitation(token=older, now=now)
    assert open_invitation(token=token(newcomer), now=now).person == newcomer


def test_those_who_cannot_come_in_are_not_asked(world: World, now: datetime) -> None:
    nameless = create_person(by=None, now=now, employee_id="77")
    gone = create_person(by=None, now=now, email="gone@x.org")
    mark_left(person=gone, by=None, now=now)
    gone.refresh_from_db()
    assert invite(people=[nameless, gone, world.mentee_person], by=None, now=now) == 0


def test_a_weak_password_leaves_the_link_good(newcomer: Person, now: datetime) -> None:
    invite(people=[newcomer], by=None, now=now)
    with pytest.raises(ValidationError):
        accept(token=token(newcomer), password="ida@x.org", now=now)
    assert open_invitation(token=token(newcomer), now=now).person == newcomer


def test_the_plan_counts_everybody_once(newcomer: Person, now: datetime) -> None:
    create_person(by=None, now=now, employee_id="77")
    plan = plan_invitations()
    everybody = plan.invited.count() + plan.without_address + plan.waiting + plan.inside
    assert newcomer in plan.invited
    assert (plan.without_address, plan.waiting) == (1, 1)
    assert everybody == Person.objects.filter(status="active", is_external=False).count()
