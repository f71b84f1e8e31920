"""The calendar entry of a session, mailed to each member; its words are in engagements/mails.py."""

from datetime import datetime

from core.accounts.models import User
from core.outbox.services import enqueue
from engagements.models import Session
from engagements.services.nudges import users_of
from participants.models import Person

MAIL = "engagements.session"


def send(session: Session, *, now: datetime) -> None:
    """Mail the entry in its present version; once per version and member."""
    for user in users_of(session.engagement):
        _mail(session, user, once=f"{user.pk}", now=now)


def send_changed(session: Session, *, now: datetime) -> None:
    """Save a changed session as its next version, and mail that."""
    session.sequence += 1
    session.save()
    send(session, now=now)


def send_to(session: Session, person: Person, *, now: datetime) -> None:
    """The present version to one alone, who came to the circle or has left it: the mail says which."""
    user = person.user
    if user is not None and user.is_active:
        _mail(session, user, once=f"{user.pk}:{now.isoformat()}", now=now)


def _mail(session: Session, user: User, *, once: str, now: datetime) -> None:
    """`once` tells one such mail of this version from another."""
    enqueue(
        kind=MAIL,
        recipient=user,
        parameters={"session": session.pk, "sequence": session.sequence},
        dedupe_key=f"session:{session.pk}:{session.sequence}:{once}",
        now=now,
    )
