"""Questions that help to begin a journal entry."""

from django.utils.translation import gettext_lazy as _

PROMPTS = {
    "learned": _("What did I learn since last time?"),
    "tried": _("What did I try, and what happened?"),
    "stuck": _("Where am I stuck, and what would make it easier?"),
    "ask": _("What do I want to ask next time?"),
    "proud": _("What am I proud of?"),
}


def question(key: str) -> object:
    """The question, or nothing for an entry that began without one."""
    return PROMPTS.get(key, "")
