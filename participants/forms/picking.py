"""Choosing a person: from a list while it is short, by name or address where it is not."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

#: The longest list that is shown; more people than that are found by typing.
LIST = 200


class PersonPicker(forms.Select):
    """A list, or a line to type into where there are more people than a list can hold."""

    typed_template = "django/forms/widgets/text.html"

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> Any:
        """Ask for no more rows than a list may have."""
        every: Any = self.choices
        people = list(every.queryset[: LIST + 1])
        if len(people) > LIST:
            return self._line(name, value, attrs, renderer)
        first = [("", every.field.empty_label)] if every.field.empty_label else []
        self.choices = [*first, *(every.choice(person) for person in people)]
        try:
            return super().render(name, value, attrs, renderer)
        finally:
            self.choices = every

    def _line(self, name: str, value: Any, attrs: dict[str, Any] | None, renderer: Any) -> Any:
        context = self.get_context(name, None, attrs)
        style = context["widget"]["attrs"].get("class", "").replace("form-select", "form-control")
        context["widget"]["attrs"] |= {"class": style, "autocomplete": "off"}
        context["widget"] |= {"type": "text", "value": self._typed(value)}
        return self._render(self.typed_template, context, renderer)  # type: ignore[attr-defined]

    def _typed(self, value: Any) -> str:
        """What was typed; for a person chosen before, their address or name."""
        if not _is_key(value):
            return str(value or "")
        choices: Any = self.choices
        person = choices.queryset.filter(pk=value).first()
        return (person.email or person.name) if person else ""

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        """None for a line: its rows were never asked for."""
        return super().optgroups(name, value, attrs) if isinstance(self.choices, list) else []


class PersonField(forms.ModelChoiceField):
    """One person: by key, e-mail address or full name."""

    widget = PersonPicker

    def to_python(self, value: Any) -> Any:
        """The person; refuses a name that nobody or more than one has."""
        if isinstance(value, str) and "\x00" in value:
            raise ValidationError(_("Nobody here has that name or address."))
        if value in self.empty_values or not isinstance(value, str) or _is_key(value):
            return super().to_python(value)
        rows: Any = self.queryset
        full = Concat("given_name", Value(" "), "family_name")
        called = Q(email__iexact=value.strip()) | Q(full__iexact=" ".join(value.split()))
        found = list(rows.alias(full=full).filter(called)[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(_("More than one person is called that. Type their address."))
        raise ValidationError(_("Nobody here has that name or address."))


def _is_key(value: Any) -> bool:
    try:
        UUID(str(getattr(value, "pk", value)))
    except ValueError:
        return False
    return True
