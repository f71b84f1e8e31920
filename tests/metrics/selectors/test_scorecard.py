"""What a scorecard reads, and how often it asks."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.privacy.cells import Reason
from core.privacy.models import Figure
from metrics.definitions import definitions
from metrics.enums import Dimension
from metrics.months import Month
from metrics.selectors.names import names_of
from metrics.selectors.releases import TREND, Published, targets
from metrics.selectors.scorecard import Group, Reading, groups, scorecards
from metrics.services.publishing import keep_up
from tests.metrics.crowd import NOW, Crowd
from tests.world import World

FIT, SHARE = definitions()["fit"], definitions()["participation"]
OUT = datetime(2026, 3, 4, tzinfo=UTC)


def figure(value: float | None, reason: Reason | None = None) -> Figure:
    shown = None if reason else {"figure": value, "numerator": 8, "denominator": 10}
    return Figure("total", "", None if reason else 9, shown, reason)


def reading(*values: Figure, definition: Any = SHARE, target: float = 70) -> Reading:
    first = Month(date(2026, 3, 1)).plus(-len(values))
    rows = [
        Published(definition.key, first.plus(number), OUT, (value,))
        for number, value in enumerate(values)
    ]
    return Reading(definition, target, tuple(rows))


def test_a_reading_is_compared_with_the_target_and_a_quarter_ago() -> None:
    row = reading(*(figure(value) for value in (50, 60, 61, 62, 74)))
    assert row.comparison == "4 points above target, up 14 points since November 2025"
    assert row.on_target
    assert (row.text, row.target_text) == ("74%", "70%")
    assert row.counted == "8 take part, of 10 invited or decided upon"


def test_a_protected_month_is_not_compared_with() -> None:
    row = reading(figure(50), figure(None, Reason.TOO_FEW), figure(61), figure(60))
    assert row.comparison == "10 points below target, up 10 points since November 2025"
    row = reading(figure(None, Reason.TOO_FEW), figure(60))
    assert row.comparison == "10 points below target"
    assert not row.on_target


def test_a_trend_begins_with_the_first_figure_and_keeps_later_gaps() -> None:
    few = figure(None, Reason.TOO_FEW)
    row = reading(few, figure(50), few, figure(60))
    assert [point.value for point in row.trend.points] == [50, None, 60]
    assert [point.label for point in row.trend.points] == ["Dec", "Jan 2026", "Feb"]
    assert row.trend.points[1].note == "protected: fewer than 5 people"
    assert row.trend.ends == (0, 100)
    assert not reading(few, few).has_trend
    assert len(reading(few, few).trend.points) == 2


@pytest.mark.parametrize("values", [(), (figure(None, Reason.SUBTRACTION),), (figure(None),)])
def test_without_a_figure_nothing_is_claimed(values: tuple[Figure, ...]) -> None:
    row = reading(*values)
    assert (row.value, row.text, row.comparison, row.on_target) == (None, "", "", False)


def test_a_metric_may_be_better_when_it_is_lower() -> None:
    lower = SHARE.__class__(**{**vars(SHARE), "higher_is_better": False})
    assert reading(figure(60), definition=lower).on_target
    assert not reading(figure(71), definition=lower).on_target


def test_bars_are_drawn_on_the_whole_scale() -> None:
    rows = [Group("Retail", {"fit": figure(4.1)}), Group("Care", {"fit": figure(3.0)})]
    bars = reading(definition=FIT, target=4).bars("By unit", rows)
    assert bars.maximum == 5
    assert [bar.label for bar in bars.bars] == [
        "Retail · n\N{NO-BREAK SPACE}9",
        "Care · n\N{NO-BREAK SPACE}9",
    ]
    over = [Group("Retail", {"participation": figure(118)})]
    assert reading().bars("By unit", over).maximum == 118


def test_groups_with_figures_come_first_and_the_gone_have_a_name(
    published: Crowd, world: World
) -> None:
    published.units[0].members.update(business_unit=None)
    published.units[0].delete()
    [card] = scorecards([published.program], world.user("hr_admin"), NOW)
    rows = groups(card, Dimension.UNIT, names_of(published.program, Dimension.UNIT))
    shown = [row.shown for row in rows]
    assert shown == sorted(shown, reverse=True)
    assert "A unit that no longer exists" in [row.label for row in rows]
    assert "No business unit" in [row.label for row in rows]


@pytest.mark.parametrize("programs", [1, 3])
def test_scorecards_ask_the_same_number_of_questions(
    world: World, programs: int, django_assert_num_queries: Any
) -> None:
    crowds = [Crowd(pairs=1, name=f"More {number}") for number in range(programs)]
    for crowd in crowds:
        crowd.oversee(world.sponsor_person)
    keep_up(now=NOW)
    user = world.user("sponsor")
    with django_assert_num_queries(6):
        cards = scorecards([crowd.program for crowd in crowds], user, NOW)
    with django_assert_num_queries(1):
        groups(cards[0], Dimension.TRACK, names_of(cards[0].program, Dimension.TRACK))
    assert [card.month for card in cards] == [Month(date(2026, 2, 1))] * programs


def test_others_see_no_release(published: Crowd, world: World) -> None:
    for subject in ("sponsor", "owner", "mentee", "employee"):
        [card] = scorecards([published.program], world.user(subject), NOW)
        assert card.month is None
    [card] = scorecards([published.program], world.user("hr_admin"), NOW)
    assert card.month == Month(date(2026, 2, 1))


def test_a_trend_is_no_longer_than_a_year_and_a_month(world: World) -> None:
    crowd = Crowd(pairs=1, name="Long ago")
    crowd.program.published_at = datetime(2024, 6, 1, tzinfo=UTC)
    crowd.program.save()
    keep_up(now=NOW)
    [card] = scorecards([crowd.program], world.user("hr_admin"), NOW)
    assert len(card.readings[0].releases) == TREND


def test_targets_are_the_dictionarys_until_a_program_has_its_own(published: Crowd) -> None:
    assert targets([published.program]) == {
        published.program.pk: {key: float(each.target) for key, each in definitions().items()}
    }


def test_lateness_is_a_month_that_ought_to_be_out(published: Crowd, world: World) -> None:
    [card] = scorecards([published.program], world.user("hr_admin"), NOW)
    assert not card.is_late
    assert card.next_on == datetime(2026, 4, 4, tzinfo=ZoneInfo("Europe/Berlin"))
    april = datetime(2026, 4, 4, 1, tzinfo=UTC)
    [card] = scorecards([published.program], world.user("hr_admin"), april)
    assert card.is_late
