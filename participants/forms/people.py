"""A person's staff record."""

import uuid
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.design.forms import ModelForm, helper, offer
from participants.forms.picking import PersonField
from participants.models import Person


class PersonForm(ModelForm):
    """What HR knows of a person. A new one's key comes with the page: sent twice, one person."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    class Meta:
        model = Person
        fields = (
            "given_name",
            "family_name",
            "email",
            "employee_id",
            "job_title",
            "grade",
            "seniority",
            "business_unit",
            "function",
            "site",
            "manager",
            "started_on",
        )
        field_classes: ClassVar[dict[str, Any]] = {"manager": PersonField}
        labels = {
            "business_unit": _("Business unit"),
            "function": _("Function"),
            "site": _("Site"),
            "manager": _("Line manager"),
        }
        help_texts = {
            "email": _("Without it the person takes part, but cannot be invited to sign in."),
            "seniority": _("A number that grows with responsibility; matching compares it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Person.objects.filter(is_external=False).order_by("sort_key")
        back = reverse("participants:list")
        if not self.instance._state.adding:
            del self.fields["key"]
            others = others.exclude(pk=self.instance.pk)
            back = reverse("participants:person", args=[self.instance.pk])
        offer(self.fields["manager"], others)
        self.helper = helper(submit=_("Save"), cancel_url=back)

    def values(self) -> dict[str, Any]:
        """The cleaned fields for the service."""
        key = self.cleaned_data.get("key")
        found = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return found | ({"id": key} if key else {})
