"""States of an import and of its rows."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("Columns to confirm")
    PREVIEWING = "previewing", _("Being checked")
    PREVIEWED = "previewed", _("Ready to import")
    COMMITTING = "committing", _("Being imported")
    COMMITTED = "committed", _("Imported")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Stopped")


class Action(TextChoices):
    """What a row would do."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    FAULTY = "faulty", _("Faulty")


class Outcome(TextChoices):
    """What became of a row."""

    PENDING = "pending", _("Not written")
    WRITTEN = "written", _("Written")
    REFUSED = "refused", _("Set aside")
    UNDONE = "undone", _("Undone")
    LEFT = "left", _("Left as it is")


RUNNING = (State.PREVIEWING, State.COMMITTING, State.UNDOING)
WRITING = (State.COMMITTING, State.UNDOING)
OPEN = (State.UPLOADED, State.PREVIEWING, State.PREVIEWED)
