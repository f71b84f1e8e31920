"""The questions about groups, and what people declare for the fairness audit."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.audit.services import record
from participants.enums import ConsentPurpose
from participants.models import GroupDeclaration, GroupOption, GroupQuestion, Person
from participants.services.consents import set_consent

if TYPE_CHECKING:
    from core.accounts.models import User

#: What most organisations ask: few and broad answers, so that groups are large enough to be told.
USUAL = (
    (_("Gender"), (_("Woman"), _("Man"), _("Another gender"))),
    (_("Age"), (_("Under 30"), _("30 to 44"), _("45 and over"))),
    (_("Disability"), (_("With a disability"), _("Without a disability"))),
    (
        _("Ethnic origin"),
        (_("Of an ethnic minority here"), _("Not of an ethnic minority here")),
    ),
)


class QuestionExists(Exception):
    """There is a question of that name."""


@transaction.atomic
def add_question(
    *, name: str, options: Iterable[str], by: "User | None", now: datetime
) -> GroupQuestion:
    """Ask something new, with these answers in this order. Raises QuestionExists."""
    question, created = GroupQuestion.objects.get_or_create(
        name=name.strip(),
        defaults={"created_at": now, "position": GroupQuestion.objects.count()},
    )
    if not created:
        raise QuestionExists
    GroupOption.objects.bulk_create(
        GroupOption(question=question, name=option, position=place, created_at=now)
        for place, option in enumerate(dict.fromkeys(each.strip() for each in options))
    )
    record(by=by, action="groups.ask", subject=question, now=now)
    return question


@transaction.atomic
def retire_question(
    *, question: GroupQuestion, retired: bool, by: "User | None", now: datetime
) -> None:
    """Ask it no more, or again. What people said stays theirs, and is not counted meanwhile."""
    question.retired_at = now if retired else None
    question.save(update_fields=["retired_at"])
    action = "groups.retire" if retired else "groups.ask_again"
    record(by=by, action=action, subject=question, now=now)


@transaction.atomic
def declare_groups(
    *, person: Person, choices: Mapping[UUID, UUID], by: "User", now: datetime
) -> GroupDeclaration:
    """What the person says about themselves now, with their consent to have it counted.

    The journal says that something was declared, not what, and not on the person's own page, which
    others may read.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    said = {str(question): str(option) for question, option in choices.items()}
    row = GroupDeclaration.objects.filter(person=person).first()
    row = row or GroupDeclaration(person=person, created_at=now)
    row.choices, row.declared_at = said, now
    row.save()
    set_consent(person=person, purpose=ConsentPurpose.STATISTICS, given=True, by=by, now=now)
    record(by=by, action="groups.declare", subject=row, now=now)
    return row


@transaction.atomic
def ask_the_usual(*, by: "User | None", now: datetime) -> int:
    """Ask those of the usual questions that there are not yet; how many."""
    known = set(GroupQuestion.objects.values_list("name", flat=True))
    new = [(str(name), options) for name, options in USUAL if str(name) not in known]
    for name, options in new:
        add_question(name=name, options=map(str, options), by=by, now=now)
    return len(new)
