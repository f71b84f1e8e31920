"""What this room's forms have in common."""

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.design.forms import Form
from engagements.selectors.clocks import SkippedTime, instant

SHORT = 300
LONG = 10_000


class KeyedForm(Form):
    """A form that carries the key of the row it will make: posted twice, it makes one row."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)


def posted_key(data: Any) -> uuid.UUID | None:
    """The key that a lone button carries; None for nonsense, which is as if there were none."""
    form = KeyedForm(data)
    form.is_valid()
    key: uuid.UUID | None = form.cleaned_data.get("key")
    return key


class SeenForm(Form):
    """A form that knows which words its writer had before them, so that none are overwritten."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, stands: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stands = fingerprint(stands)
        self.fields["seen"].initial = self.stands

    def clean(self) -> dict[str, Any] | None:
        """Somebody else was faster: say so once, keep what was typed, let the next try win."""
        cleaned = super().clean()
        if cleaned is not None and cleaned.get("seen") != self.stands:
            retype(self, "seen", self.stands)
            self.add_error(
                None,
                _(
                    "Somebody else has changed this meanwhile. Open it in another tab to compare;"
                    " saving again keeps your words."
                ),
            )
        return cleaned


class TimesForm(Form):
    """A day and a time on the writer's own clock."""

    day = forms.DateField(label=gettext_lazy("Day"))
    time = forms.TimeField(label=gettext_lazy("Time"))
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), min_value=5, max_value=480, initial=60
    )

    def clean(self) -> dict[str, Any] | None:
        """`starts_at`, unless clocks skip that time."""
        cleaned = super().clean()
        if cleaned and cleaned.get("day") and cleaned.get("time") is not None:
            local = datetime.combine(cleaned["day"], cleaned["time"].replace(second=0))
            try:
                cleaned["starts_at"] = instant(local, timezone.get_current_timezone())
            except (SkippedTime, OverflowError):
                self.add_error(
                    "time",
                    _("This time does not exist on that day: clocks jump over it. Choose another."),
                )
        return cleaned


def retype(form: Form, name: str, value: str) -> None:
    """Change what a bound form will show and send in one of its fields."""
    form.data = {**form.data.dict(), form.add_prefix(name): value}  # type: ignore[attr-defined]


def fingerprint(text: str) -> str:
    """What tells two texts apart without saying either."""
    return salted_hmac("engagements.seen", text).hexdigest()[:32]


def area(rows: int) -> forms.Textarea:
    """A box of so many lines."""
    return forms.Textarea({"rows": rows})


def lines(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
