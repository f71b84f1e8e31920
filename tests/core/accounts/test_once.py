"""Answers about the reader are kept only for as long as nothing can have changed them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import RequestFactory

from core.accounts import once
from participants.enums import OrganisationRole
from participants.models import OrgRole
from participants.permissions import is_hr_admin
from participants.selectors.people import person_of
from tests.world import World


@pytest.fixture
def request_of(world: World) -> Callable[[str], Any]:
    def make(method: str) -> Any:
        request = RequestFactory().generic(method, "/")
        request.user = world.user("hr_admin")
        return request

    return make


def queries(django_assert_num_queries: Any, user: Any, number: int) -> None:
    with django_assert_num_queries(number):
        assert is_hr_admin(user)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_asked_again_is_known(
    request_of: Any, django_assert_num_queries: Any, method: str
) -> None:
    request = request_of(method)
    with once.kept(request):
        queries(django_assert_num_queries, request.user, 1)
        queries(django_assert_num_queries, request.user, 0)


def test_what_is_written_is_seen(request_of: Any) -> None:
    request = request_of("POST")
    with once.kept(request):
        assert is_hr_admin(request.user)
        OrgRole.objects.filter(person__user=request.user, role=OrganisationRole.HR_ADMIN).delete()
        assert not is_hr_admin(request.user)


def test_behind_a_lock_all_is_asked_anew(request_of: Any, django_assert_num_queries: Any) -> None:
    request = request_of("POST")
    with once.kept(request), transaction.atomic():
        queries(django_assert_num_queries, request.user, 1)
        list(OrgRole.objects.select_for_update())
        queries(django_assert_num_queries, request.user, 1)
        queries(django_assert_num_queries, request.user, 1)


def test_a_row_that_a_form_may_fill_in_is_read_anew(request_of: Any) -> None:
    reads, writes = request_of("GET"), request_of("POST")
    with once.kept(reads):
        assert person_of(reads.user) is person_of(reads.user)
    with once.kept(writes):
        assert person_of(writes.user) is not person_of(writes.user)


def test_afterwards_nobody_listens(request_of: Any) -> None:
    with once.kept(request_of("POST")):
        assert len(connection.execute_wrappers) == 1
    assert connection.execute_wrappers == []
