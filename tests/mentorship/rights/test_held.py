"""Every model that holds data about people says whose they are and what erasing does to them."""

from typing import Any

import pytest
from django.apps import apps

from core.accounts.models import User
from core.records.classification import Privacy
from mentorship.rights.held import DOERS, HELD, NOT_ABOUT_ANYBODY, Fate
from participants.models import Person
from tests.architecture.test_classification import our_models

TELLING = {Privacy.PERSONAL, Privacy.SENSITIVE, Privacy.CONFIDENTIAL}
MODELS = our_models()
BY_LABEL = {held.model: held for held in HELD}


def test_a_model_is_named_once() -> None:
    assert len(BY_LABEL) == len(HELD)
    assert set(BY_LABEL) & set(NOT_ABOUT_ANYBODY) == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_tells_about_people_is_held(model: Any) -> None:
    tells = {name for name, level in model.fields_are.privacy.items() if level in TELLING}
    if tells:
        assert model._meta.label in {*BY_LABEL, *NOT_ABOUT_ANYBODY}, tells


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_each_relation_to_people_is_accounted_for(model: Any) -> None:
    held = BY_LABEL.get(model._meta.label)
    ways = set()
    if held:
        ways = {*held.person.split(), *held.user.split(), *held.erased_with.split()}
    related = {
        field.name
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model in (Person, User)
    }
    unknown = {n for n in related - ways if f"{model._meta.label}.{n}" not in DOERS}
    assert unknown == set()


def test_doers_are_real_relations() -> None:
    for name in DOERS:
        label, _dot, field = name.rpartition(".")
        assert apps.get_model(label)._meta.get_field(field).is_relation


def test_what_is_deleted_has_no_other_readers_words() -> None:
    kept = {held.model for held in HELD if held.fate == Fate.KEPT}
    assert kept == {
        "engagements.Session",
        "engagements.Agreement",
        "engagements.AgreementSignature",
        "engagements.LeaderAnswer",
        "engagements.Place",
        "programs.MilestoneProgress",
        "rotations.ThreeWaySignature",
        "audit.AuditEntry",
        "audit.ReadLogEntry",
    }
