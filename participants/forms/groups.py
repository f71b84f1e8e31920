"""What people say about their groups, and what HR asks them."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.design.forms import Form, helper
from participants.models import GroupQuestion

RATHER_NOT = ("", _("I'd rather not say"))
LONGEST, FEWEST, MOST = 80, 2, 20


class DeclareForm(Form):
    """A choice to each question, and the consent to count it."""

    audiences: ClassVar[dict[str, str]] = {"consent": "groups.choices"}
    consent = forms.BooleanField(
        label=_("Count this in the fairness audit"),
        help_text=_(
            "The audit asks whether groups of people are taken in and matched alike. It is the only"
            " purpose. You can change or withdraw what you say at any time: later figures go"
            " without it."
        ),
        error_messages={
            "required": _("Without your consent nothing is kept. Tick this, or leave the page.")
        },
    )

    def __init__(
        self,
        *args: Any,
        questions: Iterable[GroupQuestion],
        chosen: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        asked = {
            str(question.pk): forms.ChoiceField(
                label=question.name,
                required=False,
                choices=[*((str(o.pk), o.name) for o in question.options.all()), RATHER_NOT],
                initial=chosen.get(str(question.pk), ""),
                widget=forms.RadioSelect,
            )
            for question in self.questions
        }
        self.fields = asked | self.fields
        self.helper = helper(submit=_("Save"))

    @property
    def choices(self) -> dict[UUID, UUID]:
        """Question to option, for those that are answered."""
        said = {question.pk: self.cleaned_data[str(question.pk)] for question in self.questions}
        return {key: UUID(option) for key, option in said.items() if option}


class QuestionForm(Form):
    """Something more to ask."""

    name = forms.CharField(
        label=_("Question"), max_length=LONGEST, help_text=_("In a word or two, such as “Gender”.")
    )
    options = forms.CharField(
        label=_("Answers"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "One on each line. “I'd rather not say” is always added. Few and broad answers are told;"
            " one that fewer than five people choose never is."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Ask this"))

    def clean_options(self) -> list[str]:
        """The lines that say something, each once."""
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if not FEWEST <= len(found) <= MOST:
            raise ValidationError(_("Give two to twenty answers, one on each line."))
        if long := [line for line in found if len(line) > LONGEST]:
            said = ngettext(
                "This answer is too long: %(text)s",
                "These answers are too long: %(text)s",
                len(long),
            )
            raise ValidationError(said % {"text": ", ".join(each[:30] + "…" for each in long)})
        return found
