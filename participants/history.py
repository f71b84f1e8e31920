"""What happened to a person's record, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "facts.record": _("A fact was recorded"),
    "people.accept_invitation": _("Invitation accepted"),
    "people.create": _("Added"),
    "people.invite": _("Invited"),
    "people.left": _("Marked as left"),
    "people.manager": _("Line manager changed"),
    "people.returned": _("Works here again"),
    "people.update": _("Record changed"),
    "profile.competencies": _("Competencies changed"),
    "profile.save": _("Profile saved"),
    "roles.grant": _("Made HR admin"),
    "roles.revoke": _("No longer HR admin"),
}


def words_for(action: str) -> str | Promise:
    """What an entry of the audit log about a person says; the bare action where nothing is known."""
    return WORDS.get(action, action)
