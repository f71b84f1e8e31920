"""Where this room stands in the navigation, and who reads what is written here."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.design import audience, navigation
from participants.permissions import is_employee, is_hr_admin


def _hr(request: HttpRequest) -> bool:
    return is_hr_admin(request.user)


def _works_here(request: HttpRequest) -> bool:
    return is_employee(request.user)


def register() -> None:
    """Called once from AppConfig.ready()."""
    navigation.register(
        "people", _("People"), icon="users", url_name="participants:list", allowed=_hr, order=20
    )
    navigation.register(
        "profile",
        _("My profile"),
        icon="user-circle",
        url_name="participants:profile",
        allowed=_works_here,
        order=10,
        menu=navigation.ACCOUNT,
    )
    for key, field in (
        ("profile.objectives", "objectives"),
        ("profile.adjustments", "adjustments"),
    ):
        audience.declare(
            key,
            _("Only you. Matching doesn't read it; you decide whom you tell."),
            readers="author",
            model="participants.Profile",
            field=field,
        )
    audience.declare(
        "groups.choices",
        _(
            "Only you. The fairness audit counts it together with that of at least four others,"
            " and HR, owners and sponsors see such counts alone."
        ),
        readers="author",
        numbers="owner hr sponsor board",
        model="participants.GroupDeclaration",
        field="choices",
    )
