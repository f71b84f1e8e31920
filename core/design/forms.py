"""How forms are drawn: one helper, one base, the right input for each kind of value."""

from dataclasses import dataclass
from typing import Any, ClassVar, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.design import audience, drafting, wording

Text = str | Promise
CANCEL = _("Cancel")


def helper(
    *,
    submit: Text | None = None,
    cancel_url: str = "",
    cancel: Text = CANCEL,
    name: str = "",
    action: str = "",
    guard: bool = True,
) -> FormHelper:
    """A crispy helper with one main button, a way out, and a warning before changes are lost.

    `name` names the button (for forms with several), `guard=False` leaves out the warning.
    """
    drawn = FormHelper()
    drawn.form_action = action
    drawn.attrs = {"novalidate": True} | ({"data-guard": True} if guard else {})
    drawn.error_text_inline = False
    if submit is not None:
        drawn.inputs.append(Button(submit, name=name))
    if cancel_url:
        drawn.inputs.append(Button(cancel, url=cancel_url))
    return drawn


@dataclass(frozen=True)
class Button:
    """What stands below a form: the button that sends it, or with `url` the way out."""

    label: Text
    name: str = ""
    url: str = ""


class Styled:
    """A mixin for forms: right input types, and who can read what is typed.

    `audiences` maps field names to audience keys; `subject` is what their words are about. Long
    fields are saved as a draft while somebody types, unless `without_draft` says why not.
    """

    audiences: ClassVar[dict[str, str]] = {}
    without_draft: ClassVar[str] = ""
    draft_note: drafting.Note | None = None
    subject: Any = None

    def __init__(self, *args: Any, subject: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.widget = suited(field)
            wording.ask_kindly(field)
        for name, key in self.audiences.items():
            _say_who_reads(self.fields[name], key, subject)  # type: ignore[attr-defined]
        drafting.pass_by(self)


class Form(Styled, forms.Form):
    """A plain form of ours."""


class ModelForm(Styled, forms.ModelForm):
    """A model form of ours."""


def _say_who_reads(field: forms.Field, key: str, subject: Any) -> None:
    sentence = audience.named(key).sentence(subject)
    line = render_to_string("components/visible_to.html", {"sentence": sentence})
    field.help_text = format_html("{}{}", field.help_text, line)


def offer(field: forms.Field, rows: QuerySet[Any]) -> None:
    """Let a choice between rows offer these; for a form that knows more than its class."""
    cast("forms.ModelChoiceField", field).queryset = rows


def suited(field: forms.Field) -> forms.Widget:
    """The field's widget, or the browser's own picker for dates and times."""
    for kind, (plain, make) in _PICKERS.items():
        if isinstance(field, kind) and type(field.widget) is plain:
            widget = make(attrs=field.widget.attrs)
            widget.is_required = field.widget.is_required
            return widget
    return field.widget


def date_input(attrs: dict[str, Any] | None = None) -> forms.DateInput:
    """A day, from the browser's calendar."""
    return forms.DateInput({"type": "date"} | (attrs or {}), format="%Y-%m-%d")


def time_input(attrs: dict[str, Any] | None = None) -> forms.TimeInput:
    """A time of day."""
    return forms.TimeInput({"type": "time"} | (attrs or {}), format="%H:%M")


def moment_input(attrs: dict[str, Any] | None = None) -> forms.DateTimeInput:
    """A day and a time."""
    return forms.DateTimeInput({"type": "datetime-local"} | (attrs or {}), format="%Y-%m-%dT%H:%M")


_PICKERS: dict[type[forms.Field], tuple[type[forms.Widget], Any]] = {
    forms.DateTimeField: (forms.DateTimeInput, moment_input),
    forms.DateField: (forms.DateInput, date_input),
    forms.TimeField: (forms.TimeInput, time_input),
}
