"""The pages of answering, for a view of the room that asks.

The view fetches the response through its own door, checks `may_answer`, and hands over:

    def answer(request, pk, step):
        response = get_visible_or_404(Response, request.user, pk=pk)
        require(may_answer(request.user, response))
        return render_step(request, response, step=step, ways=ways, now=timezone.now())
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.questionnaires import values
from core.questionnaires.forms import PREFIX, SEEN, QuestionnaireForm, stored_data
from core.questionnaires.models import Question, Response
from core.questionnaires.selectors import steps_of
from core.questionnaires.services import (
    AnsweredMeanwhile,
    ResponseClosed,
    save_answer,
    submit,
)

REVISION = re.compile(r"[0-9]{1,9}")
MISSING = "missing"  # in the address: show what still has to be answered


@dataclass(frozen=True)
class Ways:
    """The addresses around a response: a step, the autosave, after submitting, after leaving."""

    step: Callable[[int], str]
    autosave: str
    done: str
    leave: str


def render_step(
    request: HttpRequest, response: Response, *, step: int, ways: Ways, now: datetime,
    template: str = "questionnaires/step.html", context: dict[str, Any] | None = None,
    subject: Any = None,
) -> HttpResponse:  # fmt: skip
    """Show a page of questions, or save it and go on; the last one submits. Raises Http404."""
    pages = steps_of(response.questionnaire)
    if not 1 <= step <= len(pages):
        raise Http404
    if not response.is_draft:
        return redirect(ways.done)
    form = _form(request, response, pages[step - 1], ways, last=step == len(pages), subject=subject)
    if request.method == "POST":
        try:
            saved = _save_page(request, response, form, now)
        except ResponseClosed:
            return redirect(ways.done)
        if saved:
            return redirect(_next(request, response, pages, step, ways, now))
    known = {"response": response, "form": form, "step": step, "ways": ways}
    known["steps"] = [(str(number), ways.step(number)) for number in range(1, len(pages) + 1)]
    return render(request, template, known | (context or {}))


def autosave(request: HttpRequest, response: Response, *, now: datetime) -> HttpResponse:
    """Save the one answer that has just been changed; the line that says so. Raises Http404."""
    name = request.htmx.trigger_name or request.POST.get("question", "")  # type: ignore[attr-defined]
    key = name.removeprefix(f"{PREFIX}-")
    question = next(
        (each for each in response.questionnaire.questions.all() if each.key == key), None
    )
    if question is None:
        raise Http404
    said: dict[str, Any] = {"name": f"{PREFIX}-{key}"}
    try:
        answer = _save(request, response, question, _posted(request, question, response), now)
        said |= {"state": "saved", "revision": answer.revision if answer else 0}
    except ValidationError as error:
        said |= {"state": "wrong", "errors": error.messages, "revision": _seen(request, key)}
    except AnsweredMeanwhile as meanwhile:
        said |= {"state": "meanwhile", "revision": meanwhile.answer.revision}
        said["other"] = values.words_for(question, meanwhile.answer.content, response)
    except ResponseClosed:
        said |= {"state": "closed", "revision": 0}
    return render(request, "questionnaires/_saved.html", said)


def _form(
    request: HttpRequest, response: Response, questions: list[Question], ways: Ways, *,
    last: bool, subject: Any,
) -> QuestionnaireForm:  # fmt: skip
    data: Any = request.POST if request.method == "POST" else None
    if data is None and MISSING in request.GET:
        data = stored_data(response, questions)
    return QuestionnaireForm(
        response,
        questions,
        data,
        required="leave" not in request.POST,
        autosave_url=ways.autosave,
        submit=_("Send my answers") if last else _("Save and continue"),
        leave=True,
        subject=subject,
    )


def _save_page(
    request: HttpRequest, response: Response, form: QuestionnaireForm, now: datetime
) -> bool:
    """Save what is right, even if something else is wrong; whether all was right."""
    form.is_valid()
    questions = {q.key: q for q in response.questionnaire.questions.all()}
    for key, value in list(form.cleaned_data.items()):
        try:
            _save(request, response, questions[key], value, now)
        except AnsweredMeanwhile as meanwhile:
            other = values.words_for(questions[key], meanwhile.answer.content, response)
            form.add_error(key, _meanwhile(other))
    return not form.errors


def _save(
    request: HttpRequest, response: Response, question: Question, value: Any, now: datetime
) -> Any:
    user: Any = request.user
    seen = _seen(request, question.key)
    content = values.stored(question, value)
    return save_answer(
        by=user, response=response, key=question.key, value=content, now=now, seen=seen
    )


def _posted(request: HttpRequest, question: Question, response: Response) -> Any:
    field = values.field_for(question, response, required=False)
    name = f"{PREFIX}-{question.key}"
    return field.clean(field.widget.value_from_datadict(request.POST, request.FILES, name))


def _seen(request: HttpRequest, key: str) -> int | None:
    revision = request.POST.get(f"{SEEN}-{PREFIX}-{key}", "")
    return int(revision) if REVISION.fullmatch(revision) else None


def _meanwhile(other: str) -> str:
    return _("This was changed in another window to “%(other)s”. Save again to keep yours.") % {
        "other": other
    }


def _next(
    request: HttpRequest, response: Response, pages: list[list[Question]], step: int, ways: Ways,
    now: datetime,
) -> str:  # fmt: skip
    if "leave" in request.POST:
        messages.success(request, _("Your answers are saved. You can go on whenever you like."))
        return ways.leave
    if step < len(pages):
        return ways.step(step + 1)
    user: Any = request.user
    errors = submit(by=user, response=response, now=now)
    if not errors:
        return ways.done
    first = next(
        number for number, page in enumerate(pages, 1) if any(q.key in errors for q in page)
    )
    messages.warning(request, _("Before you send: something is still missing here."))
    return f"{ways.step(first)}?{MISSING}"
