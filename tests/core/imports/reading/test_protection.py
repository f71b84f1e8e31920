"""What is protected leaves with nothing but its name."""

import json

import pytest

from core.imports.protection import is_protected
from core.imports.reading import Choices, read, read_again
from tests.core.imports.reading.test_workbook import book

SECRET = "canary-7f3"


@pytest.mark.parametrize(
    "name",
    [
        "Gender",
        "MaritalStatus",
        "Age",
        "age group",
        "Over18",
        "date of birth",
        "characteristics",
        "identity to match",
        "match with similar identity",
        "Sexual Orientation",
        "Religion/Belief",
        "ETHNIC_ORIGIN",
        "disability?",
        "Nationalität",
        "Género",
    ],
)
def test_recognises(name: str) -> None:
    assert is_protected(name)


@pytest.mark.parametrize(
    "name",
    [
        "Average",
        "Stage",
        "Manager",
        "Language",
        "Civil service grade",
        "Bridge",
        "Message",
        "email address",
        "EmployeeNumber",
        "JobRole",
        "TotalWorkingYears",
        "Engagement",
        "Package",
    ],
)
def test_leaves_alone(name: str) -> None:
    assert not is_protected(name)


def texts() -> list[bytes]:
    csv = f"name,gender,unit\nAna,{SECRET},A\nBo,{SECRET},B\n"
    shifted = csv + f"Cy,Lee,{SECRET},C\n" + f'"Di,{SECRET},x\n'
    titled = "Staff,,\n\n" + csv
    return [csv.encode(), shifted.encode(), titled.encode(), csv.encode("utf-16")]


@pytest.mark.parametrize("data", [*texts(), book(["name", "Gender"], ["Ana", SECRET])])
def test_no_value_is_left_anywhere(data: bytes) -> None:
    found = read(data, protects=is_protected)
    assert found.table.protected == {1}
    assert SECRET not in repr(found.table)
    assert SECRET not in json.dumps(found.source.to_json())
    assert found.table.rows[0].cells[0] == "Ana"


def test_a_chosen_header_protects_too() -> None:
    data = f"kind,sort,more\nname,gender,unit\nAna,{SECRET},A\n".encode()
    found = read(data, choices=Choices(header_line=2), protects=is_protected)
    assert SECRET not in json.dumps(found.source.to_json())


def test_reading_again_keeps_lines_in_place() -> None:
    data = f'name,gender,unit\n\n"A\nna",{SECRET},A\n"x"x\nBo,{SECRET},B\n'.encode()
    first = read(data, protects=is_protected)
    again = read_again(first.source, Choices(), protects=is_protected)
    assert again.table == first.table
    assert [row.number for row in again.table.rows] == [3, 5, 6]
