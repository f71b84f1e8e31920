"""What our form templates ask about a form and its fields."""

from typing import Any

from django import template
from django.forms import BoundField
from django.forms.forms import BaseForm

register = template.Library()


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """`{% error_summary form %}`: what is wrong, each with a link to its field."""
    fields = [field for field in form.visible_fields() if field.errors]
    hidden = [error for field in form.hidden_fields() for error in field.errors]
    return {"general": [*form.non_field_errors(), *hidden], "fields": fields}


@register.inclusion_tag("components/draft_note.html")
def draft_note(form: BaseForm) -> dict[str, Any]:
    """`{% draft_note form %}`: that the form opens with words begun before, and what stands now."""
    note = getattr(form, "draft_note", None)
    newer = note.stored.items() if note else ()
    stored = [(form[name].label, text) for name, text in newer if name in form.fields]
    return {"note": note, "stored": stored}


@register.filter
def anchor(field: BoundField) -> str:
    """The id of the element that a link to this field should reach."""
    return field.id_for_label or f"div_{field.auto_id}"


@register.filter
def without_placeholders(form: BaseForm) -> BaseForm:
    """The form with its labels doing the talking: placeholders vanish as one types."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    return form
