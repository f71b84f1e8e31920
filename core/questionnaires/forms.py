"""A questionnaire's questions as a form that saves each answer as one goes."""

from typing import Any

from crispy_forms.layout import Layout
from crispy_forms.utils import TEMPLATE_PACK
from django.core.exceptions import ValidationError
from django.forms import Form as PlainForm
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.design.forms import Form, helper
from core.questionnaires import values
from core.questionnaires.enums import WORDS
from core.questionnaires.models import Answer, Question, Response
from core.questionnaires.registries import prefills

PREFIX = "answer"  # keeps the keys of questions apart from the form's own names
SEEN = "seen"


class Saved:
    """The line below a question that says whether its answer is saved (a crispy layout object)."""

    def __init__(self, name: str, revision: int) -> None:
        self.name, self.revision = name, revision

    def render(
        self, form: PlainForm, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> str:
        """The line as it is before anything happens."""
        words = {"name": self.name, "revision": self.revision}
        return render_to_string("questionnaires/_saved_line.html", words)


class QuestionnaireForm(Form):
    """The questions of one page, with what was answered so far or is known already.

    With `autosave_url` each answer is posted there when it changes. `required=False` lets one
    leave questions open, `subject` is what the "visible to" lines are about.
    """

    without_draft = "Each answer is saved as one goes."

    def __init__(
        self, response: Response, questions: list[Question], data: Any = None, *,
        required: bool = True, autosave_url: str = "", submit: Any = None, leave: bool = False,
        subject: Any = None,
    ) -> None:  # fmt: skip
        self.answers = known_answers(response, questions)
        # What Django and our base class expect of a class is this one form's own here.
        self.base_fields = {  # type: ignore[misc]
            question.key: _field(question, response, required=required) for question in questions
        }
        self.audiences = {  # type: ignore[misc]
            question.key: question.audience for question in questions if question.audience
        }
        initial = {q.key: _initial(q, response, self.answers.get(q.key)) for q in questions}
        super().__init__(data, prefix=PREFIX, initial=initial, subject=subject)
        self.helper = helper(submit=submit)
        self.helper.layout = Layout(*self._lines(questions, autosave_url))
        if leave:
            self.helper.layout.append(Leave())

    def _lines(self, questions: list[Question], autosave_url: str) -> list[Any]:
        lines: list[Any] = []
        for question in questions:
            answer = self.answers.get(question.key)
            saved = Saved(self.add_prefix(question.key), answer.revision if answer else 0)
            lines += [question.key, saved]
            if autosave_url:
                _save_as_one_goes(self.fields[question.key], question, autosave_url)
        return lines


class Leave:
    """The button that keeps everything and goes away (a crispy layout object)."""

    def render(self, form: PlainForm, context: Any, *args: Any, **kwargs: Any) -> str:
        """The button."""
        return render_to_string("questionnaires/_leave.html")


def known_answers(response: Response, questions: list[Question]) -> dict[str, Answer]:
    """The stored answers to these questions, by key."""
    rows = response.answers.filter(question__in=questions).select_related("question")
    return {answer.question.key: answer for answer in rows}


def stored_data(response: Response, questions: list[Question]) -> MultiValueDict[str, Any]:
    """What a form of these questions would post if nothing were changed: shows what is missing."""
    data: MultiValueDict[str, Any] = MultiValueDict()
    for key, answer in known_answers(response, questions).items():
        shown = values.shown(answer.question, answer.content)
        if shown is not None:
            data.setlist(f"{PREFIX}-{key}", shown if isinstance(shown, list) else [shown])
    return data


def _field(question: Question, response: Response, *, required: bool) -> Any:
    field = values.field_for(question, response, required=required and question.required)
    if question.why_we_ask:
        why = format_html('<span class="why">{} {}</span>', _("Why we ask:"), question.why_we_ask)
        field.help_text = format_html("{} {}", question.help, why) if question.help else why
    field.error_messages["required"] = _("Please answer this question.")
    return field


def _initial(question: Question, response: Response, answer: Answer | None) -> Any:
    if answer is not None:
        return values.shown(question, answer.content)
    if not question.prefill:
        return None
    try:
        known = values.clean(question, response, prefills.get(question.prefill)(response))
    except ValidationError:
        return None  # what is known does not fit the question: ask
    return values.shown(question, known)


def _save_as_one_goes(field: Any, question: Question, url: str) -> None:
    pause = "input changed delay:1s, change" if question.kind in WORDS else "change"
    field.widget.attrs |= {
        "hx-post": url,
        "hx-trigger": pause,
        "hx-target": f"#saved-{PREFIX}-{question.key}",
        "hx-sync": "closest form:queue all",
    }
