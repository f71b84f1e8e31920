"""Choosing a person: from a list while it is short, by name or address where it is not.

A line suggests names as one types. Without JavaScript it is a line all the same.
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, Value
from django.db.models.functions import Concat, Lower, Trim
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: The longest list that is shown; more people than that are found by typing.
LIST = 200


class PersonPicker(forms.Select):
    """A list, or a line to type into where there are more people than a list can hold."""

    typed_template = "django/forms/widgets/text.html"

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> Any:
        """Ask once, for no more rows than a list may have and the one chosen before."""
        every: Any = self.choices
        rows = every.queryset[: LIST + 1]
        if _is_key(value):
            rows = every.queryset.filter(Q(pk=value) | Q(pk__in=rows.values("pk")))
        people = list(rows)
        if len(people) > LIST:
            chosen = [row for row in people if str(row.pk) == str(value)]
            typed = every.field.as_typed(chosen[0]) if chosen else _as_written(value)
            return self._line(name, typed, attrs, renderer)
        first = [("", every.field.empty_label)] if every.field.empty_label else []
        self.choices = [*first, *(every.choice(person) for person in people)]
        try:
            return super().render(name, value, attrs, renderer)
        finally:
            self.choices = every

    def _line(self, name: str, typed: str, attrs: dict[str, Any] | None, renderer: Any) -> Any:
        context = self.get_context(name, None, attrs)
        style = context["widget"]["attrs"].get("class", "").replace("form-select", "form-control")
        context["widget"]["attrs"] |= {"class": style, "autocomplete": "off"}
        context["widget"]["attrs"] |= _suggesting(known := f"{name}-people")
        context["widget"] |= {"type": "text", "value": typed}
        line = self._render(self.typed_template, context, renderer)  # type: ignore[attr-defined]
        return format_html('{}<datalist id="{}"></datalist>', line, known)

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        """None for a line: its rows were never asked for."""
        return super().optgroups(name, value, attrs) if isinstance(self.choices, list) else []


def _suggesting(known: str) -> dict[str, str]:
    """Names come while one types, the last word's answer alone."""
    return {
        "list": known,
        "hx-get": reverse("names"),
        "hx-trigger": "input changed delay:200ms",
        "hx-target": f"#{known}",
        "hx-select": "option",
        "hx-swap": "innerHTML",
        "hx-sync": "this:replace",
    }


def called(text: str, person: str = "") -> Q:
    """Rows about whoever has this address or full name; `person` is the path to them, with "__"."""
    first, last = f"{person}given_name", f"{person}family_name"
    full = Trim(Lower(Concat(first, Value(" "), last)))  # some have one name only
    return Q(**{f"{person}email__iexact": text.strip()}) | Q(
        Exact(full, Lower(Value(" ".join(text.split()))))
    )


class PersonField(forms.ModelChoiceField):
    """One person: by key, e-mail address or full name."""

    widget = PersonPicker
    nobody: "_StrPromise" = _("Nobody here has that name or address.")
    several: "_StrPromise" = _("More than one person is called that. Type their address.")

    def to_python(self, value: Any) -> Any:
        """The person; refuses a name that nobody or more than one has."""
        if isinstance(value, str) and "\x00" in value:
            raise ValidationError(self.nobody)
        if value in self.empty_values or not isinstance(value, str) or _is_key(value):
            return super().to_python(value)
        found = self.found(value)
        if len(found) == 1:
            return found[0]
        raise ValidationError(self.several if found else self.nobody)

    def found(self, text: str) -> list[Any]:
        """Who is meant by what was typed; two stand for more."""
        rows: Any = self.queryset
        return list(rows.filter(called(text))[:2])

    def as_typed(self, row: Any) -> str:
        """What one would type for the row."""
        return row.email or row.name


def _as_written(value: Any) -> str:
    """What was typed; nothing for the key of somebody who can't be chosen."""
    return "" if _is_key(value) else str(value or "")


def _is_key(value: Any) -> bool:
    try:
        UUID(str(getattr(value, "pk", value)))
    except ValueError:
        return False
    return True
