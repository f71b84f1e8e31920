"""How reminders of input for leaders read, and when they are moot. None says a word of what was said."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.reminders import kinds
from core.reminders.kinds import Line
from core.reminders.models import Reminder
from engagements.models import LeaderAnswer, PooledRelease, Theme, ThemeInput
from engagements.services import pooled_nudges as nudges


def _theme_line(theme: Theme, sentence: str) -> Line:
    words = {"program": theme.program.name}
    return Line(sentence % words, reverse("engagements:theme", args=[theme.pk]))


def _asked(reminder: Reminder) -> Theme | None:
    return Theme.objects.select_related("program").filter(pk=reminder.subject_id).first()


def _released(reminder: Reminder) -> PooledRelease | None:
    rows = PooledRelease.objects.select_related("theme__program").defer("words")
    return rows.filter(pk=reminder.subject_id).first()


def _answered(reminder: Reminder) -> LeaderAnswer | None:
    rows = LeaderAnswer.objects.select_related("release__theme__program")
    return rows.defer("text", "release__words").filter(pk=reminder.subject_id).first()


def _asked_line(reminder: Reminder) -> Line | None:
    theme = _asked(reminder)
    said = _("Leaders of %(program)s would like to hear from you, without your name")
    return _theme_line(theme, said) if theme else None


def _released_line(reminder: Reminder) -> Line | None:
    release = _released(reminder)
    said = _("Juniors of %(program)s have told you something. Read and answer it?")
    return _theme_line(release.theme, said) if release else None


def _answered_line(reminder: Reminder) -> Line | None:
    answer = _answered(reminder)
    said = _("Leaders of %(program)s have answered what juniors said")
    return _theme_line(answer.release.theme, said) if answer else None


def still_asked(reminder: Reminder, now: datetime) -> bool:
    """Not once it is closed, or they have said something, if only to take it back."""
    theme = _asked(reminder)
    if theme is None or not theme.is_open:
        return False
    said = ThemeInput.objects.filter(theme=theme, author__user=reminder.recipient_id)
    return not said.exists()


def still_unanswered(reminder: Reminder, now: datetime) -> bool:
    """Not once a leader has answered."""
    release = _released(reminder)
    return release is not None and not hasattr(release, "answer")


def still_answered(reminder: Reminder, now: datetime) -> bool:
    """Not where the answer was withdrawn."""
    return _answered(reminder) is not None


def register() -> None:
    """Called once from AppConfig.ready()."""
    kinds.register(
        nudges.ASKED,
        label=gettext_lazy("Questions of leaders"),
        description=gettext_lazy("On the morning after leaders asked those who mentor upwards."),
        line=_asked_line,
        still_needed=still_asked,
    )
    kinds.register(
        nudges.RELEASED,
        label=gettext_lazy("Input of juniors"),
        description=gettext_lazy("When enough have written, for sponsors and board."),
        line=_released_line,
        still_needed=still_unanswered,
    )
    kinds.register(
        nudges.ANSWERED,
        label=gettext_lazy("Answers of leaders"),
        description=gettext_lazy("On the morning after leaders answered what juniors said."),
        line=_answered_line,
        still_needed=still_answered,
    )
