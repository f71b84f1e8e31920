"""What people are asked about their groups, and what is known of it: by each person, or to be counted."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from participants.enums import ConsentPurpose
from participants.models import GroupDeclaration, GroupQuestion, Person

#: The group of those who declare nothing to a question, or would rather not say: they are one.
NOT_DECLARED = ""
Declared = dict[str, dict[str, str]]


def asked() -> "QuerySet[GroupQuestion]":
    """The questions that are asked now, with their options."""
    return GroupQuestion.objects.filter(retired_at=None).prefetch_related("options")


def own_choices(person: Person) -> dict[str, str]:
    """What the person has declared: question to option, by key. For the person alone."""
    row = GroupDeclaration.objects.filter(person=person).first()
    return dict(row.choices) if row else {}


def declared_groups(people: Iterable[UUID | str]) -> Declared:
    """Each of these people's group to each question, by name; NOT_DECLARED where they don't say.

    For `core.privacy.gateway` and nothing else: it opens what only its person may read. Counts
    those alone whose consent holds at this moment.
    """
    questions, keys = list(asked()), [UUID(str(key)) for key in people]
    names = {str(o.pk): (q.name, o.name) for q in questions for o in q.options.all()}
    nothing = {question.name: NOT_DECLARED for question in questions}
    rows = GroupDeclaration.objects.filter(
        person__in=keys,
        person__consents__purpose=ConsentPurpose.STATISTICS,
        person__consents__revoked_at=None,
    )
    said = {
        str(row.person_id): dict(names[o] for o in row.choices.values() if o in names)
        for row in rows
    }
    return {str(key): nothing | said.get(str(key), {}) for key in keys}
