"""Where coaching stands in the navigation."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.design import navigation
from rotations.coaching.permissions import runs_coaching
from rotations.coaching.selectors.mine import has_coaching


def _has_coaching(request: HttpRequest) -> bool:
    return has_coaching(request.user)


def _runs(request: HttpRequest) -> bool:
    return runs_coaching(request.user)


def register() -> None:
    """Called once when the room opens."""
    navigation.register(
        "coaching",
        _("My coaching"),
        icon="light-bulb",
        url_name="coaching:mine",
        allowed=_has_coaching,
        order=6,
    )
    navigation.register(
        "coaching-contracts",
        _("Coaching"),
        icon="briefcase",
        url_name="coaching:contracts",
        allowed=_runs,
        order=35,
    )
    running = ("pool", "invite", "coach", "rate", "oversight")
    navigation.keep_under("coaching-contracts", *(f"coaching:{name}" for name in running))
    # Those who are coached, or coach, sign it; who runs the program reads that they did.
    navigation.keep_under("coaching", "coaching:three_way")
    navigation.keep_under("coaching-contracts", "coaching:three_way")
