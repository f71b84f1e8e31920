"""Which rows of this room a user may see; other rooms grant more."""

from typing import Any

from django.db.models import Q

from core.visibility.registry import NOBODY, grant
from participants.permissions import employees, is_hr_admin


def _for_hr(user: Any) -> Q:
    return Q(pk__isnull=False) if is_hr_admin(user) else NOBODY


def register() -> None:
    """Called once from AppConfig.ready()."""
    grant("participants.Person", "self", lambda user: Q(user=user))
    grant("participants.Person", "line manager", lambda user: Q(manager__user=user))
    grant("participants.Person", "hr", _for_hr)
    grant("participants.Profile", "self", lambda user: Q(person__user=user))
    grant("participants.GroupDeclaration", "self", lambda user: Q(person__user=user))
    grant("participants.GroupQuestion", "hr", _for_hr)
    grant("participants.GroupOption", "hr", _for_hr)
    grant("participants.Organisation", "employees", employees)
    grant("participants.Unit", "employees", employees)
    grant("participants.Competency", "employees", employees)
    grant("participants.OrgRole", "hr", _for_hr)
    grant("participants.Invitation", "hr", _for_hr)
    grant("participants.PairBlock", "hr", _for_hr)
