"""What people write into sign-up forms: several names in a cell, ranges, offsets from UTC.

Parse functions as `core.imports.cells` has them: the trimmed, non-empty text of a cell in, a value
out, or CellError. An answer that says nothing ("n/a", "none") is None.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from core.accounts.models import zone_names
from core.imports.cells import CellError, Parse

LONGEST = 120
#: A mentor does not look after more people than this; a greater number is a slip.
MOST_MENTEES = 50
MOST_HOURS = 80
MOST_YEARS = 70

#: Marks between the names in a cell, unless they stand in brackets as forms write their hints.
_BETWEEN = re.compile(r"[\n\r•·]|[,;|](?![^()\n]*\))")
_BULLET = re.compile(r"^(?:[-–—*•]\s+|\(?\d{1,2}[.)]\s+|(?:and|or)\s+)+", re.IGNORECASE)
_NOTHING = frozenset(
    (
        *("", "n/a", "na", "nil", "none", "nothing", "no preference", "any", "no", "tbd", "?"),
        *("not applicable", "don't mind", "do not mind", "keine", "egal", "aucun", "ninguno"),
    )
)
_NUMBER = re.compile(r"\d{1,9}")
_FRACTION = re.compile(r"(?<=\d)[.,]\d+")
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER_WORDS = {word: number for number, word in enumerate(_WORDS, start=1)}
_OFFSET = re.compile(r"\b(?:UTC|GMT)\s*(?:([+\-−–]\s?\d{1,2})(?::?([0-5]\d))?)?", re.IGNORECASE)
_MINUTE = 60


def term(text: str) -> str:
    """One spelling of a name for comparing: small letters, no accents, single blanks.

    Signs stay: "C", "C++" and "C#" are three things.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return " ".join(plain.replace("’", "'").strip(" .:!\"'").split())


def says_nothing(text: str) -> bool:
    """Whether an answer only stands for an empty cell."""
    return term(text).strip("-–—_ ") in _NOTHING


def short(cell: str) -> str | None:
    """A name on one line. Raises CellError beyond 120 characters."""
    line = " ".join(cell.split())
    if len(line) > LONGEST:
        raise CellError(_("Longer than %(limit)s characters.") % {"limit": LONGEST})
    return None if says_nothing(line) else line


def several(cell: str) -> tuple[str, ...]:
    """Several names, parted by commas, semicolons, lines, bars or bullets, in their order."""
    parts = (_BULLET.sub("", part.strip()).strip() for part in _BETWEEN.split(cell))
    found = {term(part): " ".join(part.split()) for part in parts if not says_nothing(part)}
    return tuple(found.values())


def languages(cell: str) -> tuple[str, ...]:
    """Codes of languages, whether written as code, in English or in their own name.

    A language that Django does not know keeps its name.
    """
    if says_nothing(cell):
        return ()
    parts = re.split(r"[,;|/&+\n]|\band\b", cell, flags=re.IGNORECASE)
    found = (_language(part) for part in parts)
    return tuple(dict.fromkeys(each for each in found if each))


def _language(text: str) -> str:
    bare = re.sub(r"\(.*?\)", "", text).strip()
    if says_nothing(bare):
        return ""
    return _languages().get(term(bare), term(bare))


@cache
def _languages() -> dict[str, str]:
    known: dict[str, str] = {}
    for code, facts in LANG_INFO.items():
        if "name" in facts and "-" not in code:
            known |= {term(facts[each]): code for each in ("code", "name", "name_local")}
    return known


def language_name(code: str) -> str:
    """A language's name in English; what the cell said for one that is not known."""
    return str(LANG_INFO.get(code, {}).get("name", code.title()))


def greatest(most: int) -> Parse:
    """The number in an answer, the greater of a range: "1–2 mentees" is 2."""

    def parse(cell: str) -> int:
        return _checked(max(_numbers(cell)), most)

    return parse


def least(most: int) -> Parse:
    """The number in an answer, the smaller of a range: "5-10 years" is 5, "less than 2" is 1."""

    def parse(cell: str) -> int:
        number = min(_numbers(cell))
        below = cell.strip().startswith("<") or "less than" in cell.casefold()
        return _checked(max(0, number - 1) if below else number, most)

    return parse


def _numbers(cell: str) -> list[int]:
    text = cell.casefold()
    found = [int(each) for each in _NUMBER.findall(_FRACTION.sub("", text))]
    found += [n for word, n in _NUMBER_WORDS.items() if re.search(rf"\b{word}\b", text)]
    if not found and term(text) in ("no", "none"):
        return [0]
    if not found or re.search(r"-\s*\d", text.lstrip()[:2]):
        raise CellError(_("Not a number."))
    return found


def _checked(number: int, most: int) -> int:
    if number > most:
        raise CellError(_("Use a number from 0 to %(most)s.") % {"most": most})
    return number


def zone(cell: str) -> str:
    """An IANA name, or "UTC+0530". Raises CellError."""
    text = cell.strip()
    if text.replace(" ", "_") in zone_names():
        return text.replace(" ", "_")
    found = _OFFSET.search(text)
    if found is None:
        raise CellError(_("Not a time zone. Write it as Europe/Berlin or UTC+2."))
    hours = int(re.sub(r"[−–]", "-", (found[1] or "0").replace(" ", "")))
    if abs(hours) > 14:
        raise CellError(_("Not a time zone. Write it as Europe/Berlin or UTC+2."))
    return f"UTC{'-' if hours < 0 else '+'}{abs(hours):02}{found[2] or '00'}"


def offset(name: str, now: datetime) -> int:
    """Minutes east of UTC of what `zone` returned, on the day of `now`."""
    if name.startswith("UTC") and len(name) == len("UTC+0000"):
        minutes = int(name[4:6]) * _MINUTE + int(name[6:])
        return -minutes if name[3] == "-" else minutes
    away = now.astimezone(ZoneInfo(name)).utcoffset()
    return int(away.total_seconds()) // _MINUTE if away else 0


def moment(cell: str) -> datetime | None:
    """When a form was sent, if it stands there in an order of digits that cannot be misread."""
    try:
        return datetime.fromisoformat(cell.replace("/", "-").strip()).replace(tzinfo=None)
    except ValueError:
        return None


def step(cell: str) -> int | str:
    """A level: a number, or a grade in words that the ladder has to know."""
    if re.fullmatch(r"-?\d{1,4}", cell):
        return int(cell)
    return " ".join(cell.split())[:LONGEST]


def spellings(names: Iterable[str]) -> dict[str, str]:
    """By `term`, how a name is shown: as most people write it, then the first in the alphabet."""
    counts: dict[str, dict[str, int]] = {}
    for name in names:
        seen = counts.setdefault(term(name), {})
        seen[name] = seen.get(name, 0) + 1
    return {key: min(seen, key=lambda name: (-seen[name], name)) for key, seen in counts.items()}
