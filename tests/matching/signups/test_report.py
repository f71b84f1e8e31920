"""What was understood, told before and with the pairs."""

from matching.signups import Block, prepared, understood
from tests.matching.signups.lists import MENTEES, mentees, mentors, wishes

MENTORS = """\
Name,E-mail,Gender,Colour,Skill,Which department do you work in?,What matters?
Ana,ana@x.example,f,red,Law,Sales,Tax
Bo,nowhere,m,,Law,,
"""


def blocks() -> dict[str, Block]:
    sides = mentors(MENTORS, **{"What matters?": "languages"}), mentees(MENTEES)
    return {block.title: block for block in understood(prepared(*sides, wishes(capacity=2)))}


def test_each_column_says_what_it_means_how_we_know_and_what_for() -> None:
    assert list(blocks()) == ["Files", "Columns", "Criteria", "Good to know", "Rows with trouble"]
    rows = [row for row in blocks()["Columns"].rows if row[0] == "Mentors"]
    left_out = "Left out unread: it tells of protected characteristics, or of a private life"
    units = "Which department do you work in?"
    assert rows == [
        ("Mentors", "Name", "Name", "its name", "2", "Who it is"),
        ("Mentors", "E-mail", "E-mail address", "its name", "1", "Who it is"),
        ("Mentors", "Gender", "", "", "", left_out),
        ("Mentors", "Colour", "", "", "", "Not recognised, not used"),
        ("Mentors", "Skill", "Can share", "a similar name", "2", "Shares what the mentee wants to grow in"),
        ("Mentors", units, "Business unit", "a word in it", "1", "From another business unit"),
        ("Mentors", "What matters?", "Languages", "the file of columns", "1", "A language in common"),
    ]  # fmt: skip


def test_files_criteria_and_rows_with_trouble() -> None:
    found = blocks()
    assert ("Mentors", "mentors.csv", "Separator", "comma") in found["Files"].rows
    assert ("Mentors", "mentors.csv", "People", "2") in found["Files"].rows
    assert (
        "Working hours that meet", "Helpful", "no: neither list says it"
    ) in found["Criteria"].rows  # fmt: skip
    assert ("A language in common", "Important", "yes") in found["Criteria"].rows
    said = "2 mentors do not say how many mentees they can take: 2 counts."
    assert (said,) in found["Good to know"].rows
    assert found["Rows with trouble"].rows == (
        (
            "mentors.csv",
            "3",
            "E-mail address",
            "Not an e-mail address. The cell counts as empty.",
            "yes",
        ),
    )


def test_nothing_that_stands_in_a_protected_or_private_column_is_told() -> None:
    text = "Name,Skills,Not with,Gender\nAna,Law,Secretname,othergender\n"
    found = prepared(mentors(text), mentees(MENTEES), wishes())
    told = str(understood(found)) + str(found.warnings)
    assert "Secretname" not in told
    assert "othergender" not in told
    assert "People who are kept apart; who they are is not told" in told
