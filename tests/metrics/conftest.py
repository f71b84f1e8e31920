"""A program of a few pairs, beside the shared world."""

from copy import deepcopy

import pytest

from metrics.services.publishing import keep_up
from tests.metrics.crowd import NOW, Crowd


@pytest.fixture(scope="module")
def same_crowd(shared_db: None) -> Crowd:
    """The crowd as it is set up, once for a module."""
    return Crowd(pairs=8, seed=3)


@pytest.fixture(scope="module")
def same_published(same_crowd: Crowd) -> Crowd:
    """The same with every month out. A module that asks for it has no crowd without."""
    keep_up(now=NOW)
    return same_crowd


@pytest.fixture
def published(same_published: Crowd, db: None) -> Crowd:
    """A copy to change; its rows are as before for the next test."""
    return deepcopy(same_published)


@pytest.fixture
def crowd(same_crowd: Crowd, db: None) -> Crowd:
    """A copy to change; its rows are as before for the next test."""
    return deepcopy(same_crowd)
