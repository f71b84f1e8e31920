"""Bytes to text."""

import pytest

from core.imports.reading import Choices, Unreadable, read, read_again

TEXT = "Name;Ort\nJürgen Müller;Köln\nRenée Lefèvre;Orléans\nSøren;Århus\nJosé Ñandú;Málaga\n"


@pytest.mark.parametrize(
    ("codec", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
        ("mac-roman", "mac-roman"),
    ],
)
def test_finds_the_encoding(codec: str, found: str) -> None:
    reading = read(TEXT.encode(codec))
    assert reading.detected.encoding == found
    assert reading.table.header == ("Name", "Ort")
    assert reading.table.rows[0].cells == ("Jürgen Müller", "Köln")


def test_latin_1_where_windows_has_no_such_letter() -> None:
    data = (TEXT + "Bo;\x81\n").encode("latin-1")
    assert read(data).detected.encoding == "latin-1"


def test_four_byte_characters() -> None:
    assert read("a,b\n😀𝔘,中\n".encode()).table.rows[0].cells == ("😀𝔘", "中")
    assert read("a,b\n😀𝔘,中\n".encode("utf-16")).table.rows[0].cells == ("😀𝔘", "中")


def test_the_person_knows_better() -> None:
    data = "a,b\nPříliš,žluťoučký\n".encode("cp1250")
    wrong = read(data)
    assert wrong.detected.encoding != "cp1250"
    right = read_again(wrong.source, Choices(encoding="cp1250"))
    assert right.table.rows[0].cells == ("Příliš", "žluťoučký")
    assert read(data, choices=Choices(encoding="cp1250")).table == right.table


def test_says_when_the_choice_does_not_fit() -> None:
    with pytest.raises(Unreadable, match="not valid UTF-8"):
        read(TEXT.encode("cp1252"), choices=Choices(encoding="utf-8"))
