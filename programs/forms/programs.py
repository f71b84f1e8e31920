"""Starting a program, naming it, and naming who answers for it."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form, helper
from participants.enums import PersonStatus
from participants.forms.picking import PersonField
from participants.models import Person
from programs.enums import ProgramRoleKind
from programs.models import Program


def at_work() -> Any:
    """Everybody who works here, by name."""
    return Person.objects.filter(status=PersonStatus.ACTIVE, is_external=False).order_by(
        "sort_key", "id"
    )


class KeyMixin(forms.Form):
    """A form that makes something once: its key comes with the page and travels back."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4


class NewProgramForm(Form, KeyMixin):
    """The name of a program and who runs it."""

    name = forms.CharField(label=_("What is it called?"), max_length=120)
    owner = PersonField(
        Person.objects.none(),
        label=_("Who runs it?"),
        empty_label=_("Choose one"),
        help_text=_("The owner configures the program, selects people and makes the matches."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = at_work()  # type: ignore[attr-defined]
        self.helper = helper(submit=_("Create the draft"))


class NameForm(Form):
    """What a program is called."""

    name = forms.CharField(label=_("Name"), max_length=120)
    summary = forms.CharField(
        label=_("In one sentence"),
        max_length=240,
        required=False,
        help_text=_("Stands below the name in the catalogue."),
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        initial = {"name": program.name, "summary": program.summary}
        super().__init__(*args, initial=initial, **kwargs)
        self.helper = helper(submit=_("Save"))


class RoleForm(Form):
    """A person and what they are to the program."""

    person = PersonField(Person.objects.none(), label=_("Person"), empty_label=_("Choose one"))
    role = forms.ChoiceField(
        label=_("Role"), choices=ProgramRoleKind.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = at_work()  # type: ignore[attr-defined]
        self.helper = helper(submit=_("Give the role"))
