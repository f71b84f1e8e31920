"""What may travel in a queue."""

from datetime import date
from uuid import UUID

import pytest

from core.records.references import only_references

KEY = UUID("00000000-0000-0000-0000-00000000002a")


def test_ids_dates_and_codes_become_json() -> None:
    values = {"a": KEY, "b": date(2026, 3, 1), "c": [1, "x:y"], "d": None, "e": True}
    assert only_references(values) == {
        "a": str(KEY),
        "b": "2026-03-01",
        "c": [1, "x:y"],
        "d": None,
        "e": True,
    }


@pytest.mark.parametrize("value", ["I feel stuck", "two\nlines", "x" * 201, ["ok", "not ok"]])
def test_words_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match="'note' carries text"):
        only_references({"note": value})


def test_other_objects_are_refused() -> None:
    with pytest.raises(TypeError, match="'person' is a object; pass an id"):
        only_references({"person": object()})
