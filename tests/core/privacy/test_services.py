"""Publishing: once, for good, and in the knowledge of what is out already."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import UTC, datetime
from threading import Barrier
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from core.privacy import selectors, services
from core.privacy.cells import Cell, Reason
from core.privacy.models import Figure, Published, Release, ReleasedVector
from tests.races import PATIENCE

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATER = datetime(2026, 4, 1, 9, tzinfo=UTC)


def people(start: int, stop: int) -> frozenset[UUID]:
    return frozenset(UUID(int=number) for number in range(start, stop))


def everyone(stop: int, value: object = 0.5) -> Cell:
    return Cell("all", "Everyone", people(0, stop), value)


def publish(*cells: Cell, **changes: object) -> Release:
    facts = {"metric": "goals.progress", "audience": "sponsor", "period": "2026-02", "now": NOW}
    return services.release(cells=cells, **(facts | changes))


def test_a_release_carries_what_the_gateway_lets_out(empty_db):
    release = publish(everyone(12, 0.25), Cell("unit", "Lab", people(0, 3), 0.75))
    assert (release.metric, release.audience, release.period) == (
        "goals.progress",
        "sponsor",
        "2026-02",
    )
    assert release.released_at == NOW
    assert str(release) == "goals.progress, 2026-02, for sponsor"
    assert str(release.vectors.get()) == "12 people"
    assert Release.objects.get().figures == (
        Figure("all", "Everyone", n=12, value=0.25),
        Figure("unit", "Lab", reason=Reason.TOO_FEW),
    )
    assert [figure.protected for figure in release.figures] == [False, True]


def test_a_withheld_value_is_not_even_stored(empty_db):
    release = publish(Cell("unit", "Lab", people(0, 3), 0.75))
    assert release.cells == [{"partition": "unit", "label": "Lab", "reason": "too_few"}]
    assert not ReleasedVector.objects.exists()


def test_a_second_call_returns_the_first_release(empty_db):
    first = publish(everyone(12, 0.25))
    second = publish(everyone(30, 0.99), now=LATER)
    assert second == first
    assert second.figures == (Figure("all", "Everyone", n=12, value=0.25),)
    assert Release.objects.count() == ReleasedVector.objects.count() == 1


def test_the_same_people_are_remembered_once_a_release(empty_db):
    publish(everyone(12), Cell("unit", "Sales", people(0, 12)))
    assert ReleasedVector.objects.get().people == sorted(people(0, 12))


def test_joiners_cannot_be_differenced_out_of_a_later_period(empty_db):
    publish(everyone(12))
    later = publish(everyone(14), period="2026-03")
    assert later.figures == (Figure("all", "Everyone", reason=Reason.SUBTRACTION),)


def test_a_figure_that_starts_from_nothing_each_period_knows_its_own_period_only(empty_db):
    publish(everyone(12), carries_over=False)
    march = publish(everyone(14), period="2026-03", carries_over=False)
    assert not march.figures[0].protected
    other = publish(everyone(15), period="2026-03", scope="north", carries_over=False)
    assert other.figures[0].reason is Reason.SUBTRACTION


@pytest.mark.parametrize("change", [{"audience": "board"}, {"scope": "north"}])
def test_other_views_of_the_metric_are_remembered_too(empty_db, change):
    publish(everyone(12))
    assert publish(everyone(14), **change).figures[0].reason is Reason.SUBTRACTION


def test_another_metric_has_a_memory_of_its_own(empty_db):
    publish(everyone(12))
    assert not publish(everyone(14), metric="sessions.held").figures[0].protected


def test_free_text_has_a_higher_minimum(empty_db):
    assert publish(everyone(9), minimum=10).figures[0].reason is Reason.TOO_FEW


class TestForGood:
    def test_saving_again_is_refused(self, empty_db):
        release = publish(everyone(12))
        with pytest.raises(Published, match="is published"):
            release.save()
        with pytest.raises(Published):
            release.vectors.get().save()

    def test_a_bulk_update_is_refused_by_the_database(self, empty_db):
        publish(everyone(12))
        with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
            Release.objects.update(period="2026-03")
        with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
            ReleasedVector.objects.update(people=[])

    def test_the_memory_goes_with_the_release(self, empty_db):
        publish(everyone(12)).delete()
        assert not ReleasedVector.objects.exists()


class TestSelectors:
    def test_a_trend_is_oldest_first_and_the_latest_is_its_end(self, empty_db):
        new = publish(everyone(12), period="2026-03", now=LATER)
        old = publish(everyone(12))
        publish(everyone(12), scope="north")
        asked = {"metric": "goals.progress", "audience": "sponsor"}
        assert list(selectors.releases(**asked)) == [old, new]
        assert selectors.latest_release(**asked) == new
        assert selectors.release_for(**asked, period="2026-02") == old

    def test_nothing_published_is_none(self, empty_db):
        assert selectors.latest_release(metric="x", audience="sponsor") is None
        assert selectors.release_for(metric="x", audience="sponsor", period="2026-02") is None


class TestRace:
    """Two views of one metric that are safe alone and not together, published at once."""

    def publish_both(self, monkeypatch, meet):
        start, decided = Barrier(2), Barrier(2) if meet else nullcontext()
        decide = services.decide

        def decide_together(*args, **kwargs):
            decision = decide(*args, **{**kwargs, "memory": list(kwargs["memory"])})
            if meet:
                decided.wait(PATIENCE)
            return decision

        def one(scope, stop):
            try:
                start.wait(PATIENCE)
                return publish(everyone(stop), scope=scope).figures[0].protected
            finally:
                connection.close()

        monkeypatch.setattr(services, "decide", decide_together)
        with ThreadPoolExecutor(2) as threads:
            return list(threads.map(one, ("north", "south"), (12, 14)))

    def test_the_second_knows_what_the_first_let_out(self, committing_empty_db, monkeypatch):
        assert sorted(self.publish_both(monkeypatch, meet=False)) == [False, True]

    def test_without_the_lock_both_get_out(self, committing_empty_db, monkeypatch):
        monkeypatch.setattr(services, "one_at_a_time", lambda metric: None)
        assert self.publish_both(monkeypatch, meet=True) == [False, False]

    def test_the_same_release_twice_at_once_is_one(self, committing_empty_db):
        def one(number):
            try:
                return publish(everyone(12, number)).pk
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as threads:
            assert len(set(threads.map(one, (1, 2)))) == 1
        assert Release.objects.count() == 1
