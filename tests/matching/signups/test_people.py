"""Who a row is about."""

import pytest

from tests.matching.signups.lists import mentees, mentors

HEADER = "Timestamp,Name,E-mail,Skills\n"


def kept(rows: str) -> dict[str, object]:
    return {entry.key: entry["offered"] for entry in mentors(HEADER + rows).entries}


def test_an_address_tells_people_apart_then_a_number_then_a_name() -> None:
    found = mentors("Name,E-mail,Staff id\nAna,A@x.example,7\nBo,,07\nBo,,\nBó,,\nBO ,,\n")
    keys = ["a@x.example", "name bo", "name bó", "no. 07"]
    assert [entry.key for entry in found.entries] == keys
    assert [trouble.row for trouble in found.troubles] == [6]


@pytest.mark.parametrize("turned", [False, True])
def test_the_sign_up_sent_last_counts(turned: bool) -> None:
    rows = [
        "2026-03-02 09:00:00,Ana,ana@x.example,Law\n",
        "2026-03-01 09:00:00,Ana Silva,ANA@x.example,Tax; Art\n",
    ]
    assert kept("".join(rows[::-1] if turned else rows)) == {"ana@x.example": ("Law",)}


@pytest.mark.parametrize("turned", [False, True])
def test_without_times_the_fullest_sign_up_counts(turned: bool) -> None:
    rows = [",Ana,ana@x.example,\n", ",Ana,ana@x.example,Law\n", ",Ana,ana@x.example,Tax\n"]
    assert kept("".join(rows[::-1] if turned else rows)) == {"ana@x.example": ("Tax",)}


def test_a_double_is_named_with_both_rows() -> None:
    found = mentors(HEADER + ",Ana,ana@x.example,\n,Bo,bo@x.example,\n,Ana,ana@x.example,Law\n")
    assert [(t.place, t.message, t.dropped) for t in found.troubles] == [
        (
            "mentors.csv, row 2",
            "The same person as row 4, which counts: it says as much or more.",
            True,
        )
    ]


def test_somebody_known_by_nothing_is_left_out() -> None:
    found = mentees("Name,E-mail,Skills\nAna,,Law\n,not an address,Tax\n")
    assert [entry.name for entry in found.entries] == ["Ana"]
    assert [(t.row, t.column, t.message, t.dropped) for t in found.troubles] == [
        (3, "", "Nothing says who this is: no name, no e-mail address.", True),
        (3, "E-mail address", "Not an e-mail address.", True),
    ]
