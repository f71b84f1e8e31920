"""Which rows of a model a user may see, as Q objects that apps register from AppConfig.ready().

A provider returns the rows that one room grants. They are ORed; a model without a provider shows
nothing to anybody.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from django.db.models import Model

    from core.accounts.models import User

Provider = Callable[["User"], Q]
_providers: dict[str, dict[str, Provider]] = defaultdict(dict)
NOBODY = Q(pk__in=[])


def grant(label: str, name: str, provider: Provider) -> None:
    """Register what `name` (such as "pair") lets a user see of the model `label` ("app.Model").

    Raises ValueError when another provider has taken that name.
    """
    known = _providers[label.lower()].setdefault(name, provider)
    if known is not provider:
        raise ValueError(f"{label} has another provider named {name!r}")


def rows_for(model: "type[Model]", user: "User | Any") -> Q:
    """The rows of `model` that `user` may see; none for anonymous and deactivated users."""
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    rows = NOBODY
    for provider in _providers[model._meta.label_lower].values():
        rows |= provider(user)
    return rows


def providers_of(label: str) -> dict[str, Provider]:
    """The providers registered for a model, by name; for tests and documentation."""
    return dict(_providers[label.lower()])
