"""Writing, publishing and revising questionnaires."""

from datetime import datetime

from django.db import transaction

from core.accounts.models import User
from core.audit.services import record
from core.questionnaires.definition import Item, check, item_of
from core.questionnaires.models import Question, Questionnaire
from core.questionnaires.registries import kinds


@transaction.atomic
def draft(
    *, by: User | None, key: str, kind: str, title: str, items: list[Item], now: datetime,
    intro: str = "",
) -> Questionnaire:  # fmt: skip
    """The newest version of a questionnaire, saying this; unchanged if it says so already.

    An unanswered version is rewritten, after an answer a new version is made. Raises
    BadDefinition, and LookupError for an unknown kind.
    """
    check(items)
    kinds.get(kind)
    said = {"kind": kind, "title": str(title), "intro": str(intro)}
    newest = Questionnaire.objects.select_for_update().filter(key=key).order_by("-version").first()
    if newest and _says(newest, said, items):
        return newest
    if newest is None or newest.responses.exists():
        version = newest.version + 1 if newest else 1
        newest = Questionnaire(key=key, version=version)
    _rewrite(newest, said, items)
    facts = {"key": key, "version": newest.version, "questions": len(items)}
    record(by=by, action="questionnaires.draft", subject=newest, now=now, facts=facts)
    return newest


@transaction.atomic
def publish(*, by: User | None, questionnaire: Questionnaire, now: datetime) -> Questionnaire:
    """The version that new respondents get from now on; responses to older ones go on."""
    row = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if row.published_at is None:
        row.published_at = now
        row.save(update_fields=["published_at"])
        facts = {"key": row.key, "version": row.version}
        record(by=by, action="questionnaires.publish", subject=row, now=now, facts=facts)
    return row


@transaction.atomic
def define(
    *, by: User | None, key: str, kind: str, title: str, items: list[Item], now: datetime,
    intro: str = "",
) -> Questionnaire:  # fmt: skip
    """Draft and publish in one go; doing it again with the same words changes nothing."""
    written = draft(by=by, key=key, kind=kind, title=title, items=items, now=now, intro=intro)
    return publish(by=by, questionnaire=written, now=now)


def _says(questionnaire: Questionnaire, said: dict[str, str], items: list[Item]) -> bool:
    stored = [item_of(question).fields() for question in questionnaire.questions.all()]
    same = all(getattr(questionnaire, name) == text for name, text in said.items())
    return same and stored == [item.fields() for item in items]


def _rewrite(questionnaire: Questionnaire, said: dict[str, str], items: list[Item]) -> None:
    for name, text in said.items():
        setattr(questionnaire, name, text)
    questionnaire.save()
    questionnaire.questions.all().delete()
    Question.objects.bulk_create(
        Question(questionnaire=questionnaire, position=position, **item.fields())
        for position, item in enumerate(items, start=1)
    )
