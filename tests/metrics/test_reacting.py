"""Whose figures an event makes stale."""

from types import SimpleNamespace
from uuid import uuid4

import pytest

from metrics.models import StaleFigure
from metrics.reacting import KINDS, mark
from tests.metrics.crowd import NOW, Crowd


def event(subject_type: str, subject_id: object, **payload: object) -> SimpleNamespace:
    return SimpleNamespace(subject_type=subject_type, subject_id=subject_id, payload=payload)


def stale(crowd: Crowd) -> set[object]:
    rows = StaleFigure.objects.filter(program=crowd.program)
    return set(rows.values_list("person", flat=True))


def test_an_enrolment_touches_its_person(crowd: Crowd) -> None:
    row = crowd.pairs[0].members.first().person.enrolments.get()
    for _ in range(2):
        mark(event("programs.enrolment", row.pk), NOW)
    assert stale(crowd) == {row.person_id}


@pytest.mark.parametrize("own", [True, False])
def test_a_relationship_touches_its_members(crowd: Crowd, own: bool) -> None:
    pair = crowd.pairs[0]
    happened = (
        event("engagements.engagement", pair.pk)
        if own
        else event("engagements.session", uuid4(), engagement=str(pair.pk))
    )
    mark(happened, NOW)
    assert stale(crowd) == set(pair.members.values_list("person", flat=True))


def test_what_is_gone_touches_nobody(crowd: Crowd) -> None:
    mark(event("engagements.session", uuid4(), engagement=str(uuid4())), NOW)
    assert stale(crowd) == set()


def test_every_kind_is_named_once() -> None:
    assert len(KINDS) == len(set(KINDS))
