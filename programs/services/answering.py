"""The answers of an application: begun, read from a file, and carried to where matching looks."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from core.questionnaires import selectors as asked
from core.questionnaires.models import Questionnaire, Response
from core.questionnaires.services import Sheet, define, import_answers, start
from participants.models import Competency, Person
from participants.services.competencies import set_competencies
from participants.services.profiles import save_profile
from programs import questions
from programs.models import Enrolment

if TYPE_CHECKING:
    from core.accounts.models import User

#: Which answer goes into which field of the profile.
INTO_PROFILE = {
    "objectives": "objectives",
    "hours": "hours_a_month",
    "languages": "languages",
}


def questionnaire(*, role: str, now: datetime) -> Questionnaire:
    """The questionnaire of a role as the code has it."""
    return define(
        by=None,
        key=questions.key_of(role),
        kind=questions.KIND,
        title=questions.title_of(role),
        items=questions.items_of(role),
        now=now,
    )


@transaction.atomic
def begin(*, enrolment: Enrolment, by: "User | None", now: datetime) -> Response:
    """The applicant's answers, begun before or new."""
    key = questions.key_of(enrolment.role)
    asked_now = asked.latest(key) or questionnaire(role=enrolment.role, now=now)
    return start(
        by=by, questionnaire=asked_now, respondent=enrolment.person, context=enrolment, now=now
    )


@transaction.atomic
def record_answers(
    *, enrolment: Enrolment, answers: Mapping[str, Any], by: "User | None", now: datetime
) -> Response:
    """Answers from a file, as if the person had handed them in. Raises BadAnswers."""
    key = questions.key_of(enrolment.role)
    asked_now = asked.latest(key) or questionnaire(role=enrolment.role, now=now)
    sheet = Sheet(enrolment.person, enrolment, answers)
    [response] = import_answers(by=by, questionnaire=asked_now, sheets=[sheet], now=now)
    carry_over(enrolment, answers, by, now)
    return response


def carry_over(
    enrolment: Enrolment, answers: Mapping[str, Any], by: "User | None", now: datetime
) -> None:
    """What matching looks at lives with the person and the enrolment, not in the answers."""
    person = enrolment.person
    profile = {INTO_PROFILE[key]: answers[key] for key in INTO_PROFILE if key in answers}
    if profile:
        save_profile(person=person, by=by, now=now, **profile)
    _carry_competencies(person, answers, by, now)
    if "capacity" in answers and answers["capacity"] != enrolment.capacity:
        enrolment.capacity = int(answers["capacity"])
        enrolment.save(update_fields=["capacity"])


def _carry_competencies(
    person: Person, answers: Mapping[str, Any], by: "User | None", now: datetime
) -> None:
    chosen = {
        side: list(Competency.objects.filter(pk__in=answers[side]))
        for side in ("offered", "wanted")
        if side in answers
    }
    if chosen:
        set_competencies(person=person, by=by, now=now, **chosen)
