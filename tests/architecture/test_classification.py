"""Every field of every model of ours says who may learn it and how long it is kept."""

import pytest
from django.apps import apps
from django.db import models

from core.records.classification import Privacy, classified, unclassified

OURS = (
    "core.",
    "participants",
    "programs",
    "engagements",
    "matching",
    "rotations",
    "metrics",
    "mentorship",
)


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith(OURS)]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_each_field_is_classified(model: type[models.Model]) -> None:
    assert unclassified(model) == set()


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_declarations_name_real_fields(model: type[models.Model]) -> None:
    declared = set(model.fields_are.privacy)  # type: ignore[attr-defined]
    real = {field.name for field in model._meta.concrete_fields} | {"id", "created_at"}
    assert declared - real == set()


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_confidential_fields_are_encrypted_and_nothing_else_is(model: type[models.Model]) -> None:
    declared = model.fields_are.privacy  # type: ignore[attr-defined]
    confidential = {name for name, level in declared.items() if level is Privacy.CONFIDENTIAL}
    encrypted = {
        field.name
        for field in model._meta.concrete_fields
        if field.__class__.__name__.startswith("Encrypted")
    }
    assert confidential == encrypted


def test_an_unclassified_field_is_found() -> None:
    class Half:
        fields_are = classified(retention="system", public="name")
        _meta = type("Meta", (), {"concrete_fields": [models.CharField(name="name")]})

    forgotten = models.CharField(name="secret")
    Half._meta.concrete_fields.append(forgotten)
    assert unclassified(Half) == {"secret"}  # type: ignore[arg-type]


def test_a_field_is_classified_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        classified(retention="system", public="name", personal="name")
