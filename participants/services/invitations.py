"""Ask people in, and let them in: the link is signed, expires, and works once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.db import transaction

from core.accounts.models import User
from core.audit.services import record
from core.outbox.services import enqueue
from participants.enums import PersonStatus
from participants.models import Invitation, Person
from participants.selectors.people import organisation

if TYPE_CHECKING:
    from uuid import UUID

SALT = "participants.invitation"
VALID_FOR = timedelta(days=14)


class InvitationInvalidError(Exception):
    """The link is broken, used, revoked or too old."""


def can_be_invited(person: Person) -> bool:
    """Whether there is an address, no account yet, and somebody at work to ask."""
    return bool(person.email and person.user_id is None and person.status == PersonStatus.ACTIVE)


@transaction.atomic
def invite(*, people: Iterable[Person], by: User | None, now: datetime) -> int:
    """Write an invitation to each who can be invited; returns how many mails will go out.

    A newer invitation revokes the older one.
    """
    return sum(_invite_one(person, by, now) for person in people if can_be_invited(person))


def _invite_one(person: Person, by: User | None, now: datetime) -> bool:
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not can_be_invited(person):
        return False
    person.invitations.filter(accepted_at=None, revoked_at=None).update(revoked_at=now)
    invitation = Invitation.objects.create(
        person=person, sent_at=now, expires_at=now + VALID_FOR, created_at=now
    )
    enqueue(
        kind="participants.invitation",
        recipient=person.email,
        parameters={"invitation": invitation.pk},
        dedupe_key=f"invitation:{invitation.pk}",
        now=now,
    )
    record(by=by, action="people.invite", subject=person, now=now)
    return True


def token_of(invitation: "Invitation | UUID") -> str:
    """What the mailed link carries."""
    key = invitation.pk if isinstance(invitation, Invitation) else invitation
    return signing.dumps(str(key), salt=SALT)


def open_invitation(*, token: str, now: datetime) -> Invitation:
    """The invitation that a link stands for. Raises InvitationInvalidError."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise InvitationInvalidError from error
    invitation = (
        Invitation.objects.select_related("person")
        .filter(pk=key, accepted_at=None, revoked_at=None, expires_at__gt=now)
        .first()
    )
    if invitation is None or not can_be_invited(invitation.person):
        raise InvitationInvalidError
    return invitation


@transaction.atomic
def accept(*, token: str, password: str, now: datetime) -> User:
    """Make the account behind an invitation. Raises InvitationInvalidError, ValidationError."""
    invitation = open_invitation(token=token, now=now)
    person = Person.objects.select_for_update().get(pk=invitation.person_id)
    if person.user_id is not None:
        raise InvitationInvalidError
    validate_password(password, User(email=person.email))
    user = create_account(person=person, password=password)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=now)
    record(by=user, action="people.accept_invitation", subject=person, now=now)
    return user


def create_account(*, person: Person, password: str | None) -> User:
    """The user of a person, in the person's or else the organisation's time zone."""
    home = organisation()
    user = User.objects.create_user(
        person.email,
        password,
        timezone=person.timezone or (home.timezone if home else "UTC"),
        language=home.language if home else "en",
        is_sample=person.is_sample,
    )
    person.user = user
    person.save(update_fields=["user"])
    return user
