"""No foreign key points up the house."""

import pytest
from django.apps import apps

from tests.architecture.sources import ROOMS

RELATIONS = [
    (model, field)
    for model in apps.get_models()
    if model.__module__.split(".")[0] in ROOMS
    for field in model._meta.concrete_fields
    if field.is_relation and field.related_model.__module__.split(".")[0] in ROOMS
]


def floor(module: str) -> int:
    return ROOMS.index(module.partition(".")[0])


@pytest.mark.parametrize(
    ("model", "field"), RELATIONS, ids=[f"{m._meta.label}.{f.name}" for m, f in RELATIONS]
)
def test_relations_point_down_or_stay(model: type, field: object) -> None:
    target = field.related_model  # type: ignore[attr-defined]
    assert floor(model.__module__) >= floor(target.__module__)
