"""A program of a few pairs, beside the shared world."""

import pytest

from tests.metrics.crowd import Crowd


@pytest.fixture
def crowd(db: None) -> Crowd:
    return Crowd(pairs=8, seed=3)
