"""Periods on the line of time: where they lie, how they are packed, what is said."""

from datetime import date
from xml.etree import ElementTree as ET

from core.charts import Lane, Periods, Stretch, periods
from core.charts.spans import packed
from tests.core.charts.samples import WAY


def bars_of(drawn: str) -> list[tuple[float, float, float]]:
    """Left edge, top and length of each bar."""
    rows = [
        e for e in ET.fromstring(drawn).iter() if e.get("class") in ("chart-bar", "chart-faint")
    ]
    return [(float(e.get("x")), float(e.get("y")), float(e.get("width"))) for e in rows]


def whole_year(*stretches: Stretch, today: date = date(2026, 7, 1)) -> Periods:
    lanes = (Lane("Mentoring", stretches),)
    return Periods("A year", lanes, date(2026, 1, 1), date(2027, 1, 1), today)


def test_a_stretch_lies_where_its_days_are() -> None:
    half = Stretch("First half", date(2026, 1, 1), date(2026, 7, 1))
    [(left, _top, length)] = bars_of(periods(whole_year(half)))
    assert (left, round(length)) == (0, round(480 * 182 / 365))


def test_what_goes_on_reaches_today() -> None:
    [(left, _top, length)] = bars_of(periods(whole_year(Stretch("On", date(2026, 1, 1)))))
    assert (left, round(length)) == (0, round(480 * 181 / 365))


def test_right_to_left_begins_at_the_right() -> None:
    half = Stretch("First half", date(2026, 1, 1), date(2026, 7, 1))
    [(left, _top, length)] = bars_of(periods(whole_year(half), rtl=True))
    assert round(left + length) == 480


def test_overlapping_stretches_take_rows_of_their_own() -> None:
    first = Stretch("a", date(2026, 1, 1), date(2026, 3, 31))
    second = Stretch("b", date(2026, 3, 31), date(2026, 5, 1))
    third = Stretch("c", date(2026, 4, 1), date(2026, 6, 1))
    assert packed((third, second, first)) == [[first, third], [second]]


def test_what_goes_on_leaves_no_room_behind_it() -> None:
    on, later = Stretch("a", date(2026, 1, 1)), Stretch("b", date(2026, 9, 1))
    assert packed((on, later)) == [[on], [later]]


def test_the_sentence_and_the_table_tell_everything() -> None:
    assert WAY.sentence == (
        "Mentoring: With Jonas, 10 Jan 2026 to 31 Mar 2026; With Mei, since 1 Mar 2026; met once."
        " Rotations: Care, 1 May 2026 to 30 Jun 2026."
    )
    assert [row[0] for row in WAY.table.rows] == [
        "With Jonas",
        "Met",
        "With Mei",
        "To come",
        "Care",
    ]
