"""Who may set whose notifications: each their own; a signed link works for who holds it."""

from core.reminders.links import unsubscribe_url
from tests.permissions.declarations import SIGNED_IN, Access, Route
from tests.world import World

WISHES = {
    "delivery": "digest",
    "digest_at": "08:00",
    "quiet_from": "19:00",
    "quiet_until": "07:00",
    "weekly_cap": "5",
    "timezone": "Europe/Berlin",
    "language": "en",
}


def token(world: World) -> dict[str, str]:
    """A way out of a mail to the mentee."""
    url = unsubscribe_url(user=world.user("mentee"), kind="*")
    return {"token": url.rstrip("/").rpartition("/")[2]}


ROUTES = [
    Route(
        "reminders:preferences",
        get=Access(ok=SIGNED_IN),
        post=Access(ok=SIGNED_IN),
        data=lambda world: WISHES,
    ),
    Route(
        "reminders:unsubscribe",
        get=Access(public=True),
        post=Access(public=True),
        kwargs=token,
    ),
    Route("reminders:unsubscribed", get=Access(public=True)),
]
