"""Who reads a draft: nobody but the one who writes it, until it is sent."""

from django.utils.translation import gettext_lazy as _

from core.design import audience

DRAFT = "draft.words"


def register() -> None:
    """Declare it."""
    audience.declare(
        DRAFT,
        _("You alone, until you send it."),
        readers="author",
        model="drafts.Draft",
        field="words",
    )
