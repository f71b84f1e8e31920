"""What the invented people declare about their groups, so that the fairness audit has something to tell."""

import random
from collections.abc import Iterable
from datetime import datetime

from participants.enums import ConsentPurpose
from participants.models import Consent, GroupDeclaration, GroupQuestion, Person
from participants.services.groups import ask_the_usual

#: Of a hundred, so many declare something, and to each question so many of them say which group.
DECLARE, ANSWER = 85, 90


def ask(now: datetime) -> None:
    """The usual questions, unless the organisation asks some of its own already."""
    if GroupQuestion.objects.exists():
        return
    ask_the_usual(by=None, now=now)
    GroupQuestion.objects.update(is_sample=True)


def declare(people: Iterable[Person], *, seed: int, now: datetime) -> None:
    """Most of them, many at a time; the same rows as the service writes."""
    chance = random.Random(seed + 2)  # noqa: S311 - a story, not a secret
    questions = {
        str(q.pk): [str(o.pk) for o in q.options.all()] for q in GroupQuestion.objects.all()
    }
    willing = [person for person in people if chance.randint(1, 100) <= DECLARE]
    said = [
        {
            question: chance.choice(options[:2])
            for question, options in questions.items()
            if chance.randint(1, 100) <= ANSWER
        }
        for _person in willing
    ]
    GroupDeclaration.objects.bulk_create(
        GroupDeclaration(person=person, choices=choices, declared_at=now, created_at=now)
        for person, choices in zip(willing, said, strict=True)
    )
    Consent.objects.bulk_create(
        Consent(person=person, purpose=ConsentPurpose.STATISTICS, given_at=now, created_at=now)
        for person in willing
    )
