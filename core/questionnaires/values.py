"""From a question to its form field, and between a stored answer and what a form shows.

One field checks an answer wherever it comes from: a page, an autosave, an import.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import BaseValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.design.wording import say_limits
from core.questionnaires.enums import WORDS, Ask
from core.questionnaires.models import Question, Response
from core.questionnaires.registries import Choices, choices

YES, NO = "yes", "no"
SHORT_LENGTH, LONG_LENGTH = 200, 5000
FEW = 7  # so many choices are shown at once; more go into a list to pick from


class AtMost(BaseValidator):
    """No more than so many choices."""

    code = "too_many"
    message = ngettext_lazy(
        "Choose at most %(limit_value)d.", "Choose at most %(limit_value)d.", "limit_value"
    )

    def compare(self, a: int, b: int) -> bool:
        """Whether there are too many."""
        return a > b

    def clean(self, x: Any) -> int:
        """How many were chosen."""
        return len(x)


def field_for(question: Question, response: Response | None, *, required: bool) -> forms.Field:
    """The form field that asks the question and checks its answer."""
    made = _FIELDS[Ask(question.kind)](question, response)
    made.required = made.widget.is_required = required
    made.label, made.help_text = question.text, question.help
    say_limits(made)  # an autosave asks the field without its form
    return made


def clean(
    question: Question, response: Response | None, value: Any, field: forms.Field | None = None
) -> Any:
    """The answer as it is stored; None for no answer. Raises ValidationError.

    `field` saves making one, where many answers to one question are checked.
    """
    field = field or field_for(question, response, required=False)
    return stored(question, field.clean(shown(question, value)))


def stored(question: Question, cleaned: Any) -> Any:
    """A form's value as it is stored."""
    if cleaned in (None, "", []):
        return None
    if isinstance(cleaned, Decimal):
        return int(cleaned) if cleaned == cleaned.to_integral_value() else float(cleaned)
    if question.kind == Ask.YES_NO:
        return cleaned == YES
    return int(cleaned) if question.kind == Ask.SCALE else cleaned


def shown(question: Question, value: Any) -> Any:
    """A stored answer as its form field shows it."""
    if isinstance(value, bool):
        return YES if value else NO
    if question.kind == Ask.SCALE and value is not None:
        return str(value)
    return [str(each) for each in value] if isinstance(value, list | tuple) else value


def words_for(question: Question, value: Any, response: Response | None = None) -> str:
    """An answer in words, as a page or a spreadsheet shows it; "" for none."""
    if value is None:
        return ""
    if question.kind in WORDS or question.kind == Ask.NUMBER:
        return f"{value} {question.options.get('unit', '')}".strip()
    labels = {str(key): str(label) for key, label in offered(question, response)}
    chosen = shown(question, value)
    each = chosen if isinstance(chosen, list) else [chosen]
    return ", ".join(labels.get(str(one), str(one)) for one in each)


def offered(question: Question, response: Response | None) -> Choices:
    """The choices of a question, as (value, label)."""
    if question.kind == Ask.YES_NO:
        return [(YES, _("Yes")), (NO, _("No"))]
    if question.kind == Ask.SCALE:
        return _scale(question.options)
    if provider := question.options.get("provider"):
        return [(str(value), label) for value, label in choices.get(provider)(response)]
    return [(str(value), label) for value, label in question.options.get("choices", [])]


def _scale(options: dict[str, Any]) -> Choices:
    steps = int(options.get("steps", 5))
    anchors = {1: options.get("low", ""), steps: options.get("high", "")}
    return [
        (str(step), f"{step} – {anchors[step]}" if anchors.get(step) else str(step))
        for step in range(1, steps + 1)
    ]


def _short(question: Question, response: Response | None) -> forms.Field:
    return forms.CharField(max_length=question.options.get("max_length", SHORT_LENGTH))


def _long(question: Question, response: Response | None) -> forms.Field:
    length = question.options.get("max_length", LONG_LENGTH)
    return forms.CharField(max_length=length, widget=forms.Textarea({"rows": 5}))


def _number(question: Question, response: Response | None) -> forms.Field:
    least, most = question.options.get("least"), question.options.get("most")
    return forms.DecimalField(min_value=least, max_value=most, max_digits=12, decimal_places=4)


def _one(question: Question, response: Response | None) -> forms.Field:
    pairs = offered(question, response)
    if len(pairs) <= FEW or question.kind == Ask.SCALE:
        return forms.ChoiceField(choices=pairs, widget=forms.RadioSelect)
    return forms.ChoiceField(choices=[("", _("Choose one")), *pairs])


def _several(question: Question, response: Response | None) -> forms.Field:
    most = question.options.get("most")
    return forms.MultipleChoiceField(
        choices=offered(question, response),
        widget=forms.CheckboxSelectMultiple,
        validators=[AtMost(most)] if most else [],
    )


_FIELDS: dict[Ask, Callable[[Question, Response | None], forms.Field]] = {
    Ask.SHORT: _short,
    Ask.LONG: _long,
    Ask.NUMBER: _number,
    Ask.SINGLE: _one,
    Ask.SCALE: _one,
    Ask.YES_NO: _one,
    Ask.MULTIPLE: _several,
    Ask.COMPETENCIES: _several,
}
