"""Signed links in mail: they name a person and a kind, and open pages that never act on GET."""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.urls import reverse

from core.accounts.models import User
from core.outbox.rendering import absolute

SALT = "reminders.unsubscribe"


@dataclass(frozen=True)
class Unsubscription:
    """Who no longer wants which kind."""

    user: User
    kind: str


def unsubscribe_url(*, user: User, kind: str) -> str:
    """The full address of the page on which `user` can stop a kind; it works for ever."""
    token = signing.dumps([user.pk.hex, kind], salt=SALT)
    return absolute(reverse("reminders:unsubscribe", kwargs={"token": token}))


def read(token: str) -> Unsubscription | None:
    """What a token says; None for one that is forged, broken or about nobody."""
    try:
        key, kind = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=UUID(key)).first()
    return Unsubscription(user, kind) if user else None
