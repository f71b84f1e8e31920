"""What a sign-up form may ask, under which names, and what becomes of the answers.

Names are recognised in three steps: a column's own name or synonym, one spelled nearly so, then a
word in a question ("Which skills would you like to develop?"). Where a question can mean both, the
list it stands in decides: "Skills" is what mentors share and what mentees want.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core.imports import cells as plain_cells
from core.imports import mapping
from core.imports.kinds import Column, ImportKind
from core.imports.names import words
from matching.engine import Role
from matching.signups import cells
from participants.staff_list.columns import (
    BUSINESS_UNIT,
    EMAIL,
    FAMILY_NAME,
    FUNCTION,
    GIVEN_NAME,
)
from programs.sign_ups.columns import COLUMNS as SHEET

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Columns of which a file may have several: "Skill 1", "Skill 2".
MANY = frozenset(("offered", "wanted", "languages", "apart", "before"))
#: Which columns tell who somebody is: one of them at least has to be there.
IDENTITY = ("email", "staff_id", "name", "given_name", "family_name")
#: Columns whose cells are words: numbers in them mean that the column was guessed wrongly.
WORDED = frozenset((*MANY, "name", "manager", "business_unit", "function", "working_style"))
_TOPICS = ("skills", "topics", "competencies", "areas", "areas of interest", "interests", "themes")
_BY_KEY = {column.key: column for column in SHEET}


def _more(column: Column, *synonyms: str, parse: plain_cells.Parse) -> Column:
    return replace(
        column, synonyms=(*column.synonyms, *synonyms), parse=parse, required=False, help=""
    )


_BOTH = (
    _more(EMAIL, "email id", "your email", "contact", parse=plain_cells.email),
    Column(
        "staff_id",
        _("Staff number"),
        ("employee id", "employee number", "personnel number", "staff id", "id"),
        parse=cells.short,
    ),
    Column("name", _("Name"), ("full name", "your name", "participant"), parse=cells.short),
    _more(GIVEN_NAME, "firstname", "given names", parse=cells.short),
    _more(FAMILY_NAME, "lastname", "family names", parse=cells.short),
    _more(_BY_KEY["role"], parse=plain_cells.text),
    _more(_BY_KEY["both"], parse=plain_cells.text),
    Column(
        "sent",
        _("Sent on"),
        ("timestamp", "submitted", "submitted at", "submission date", "completion time"),
        parse=cells.moment,
    ),
    _more(_BY_KEY["job_title"], parse=plain_cells.text),
    _more(_BY_KEY["grade"], "job grade", "salary grade", parse=cells.short),
    Column(
        "seniority",
        _("Seniority"),
        ("level", "job level", "career level", "seniority level"),
        parse=cells.step,
    ),
    _more(BUSINESS_UNIT, "unit", "team", "directorate", "company", "employer", parse=cells.short),
    _more(FUNCTION, "field", "discipline", "area of work", parse=cells.short),
    Column("languages", _("Languages"), ("language", "languages spoken"), parse=cells.languages),
    Column("timezone", _("Time zone"), ("tz", "timezone"), parse=cells.zone),
    Column(
        "experience",
        _("Years of experience"),
        ("experience", "years experience", "working years", "total working years"),
        parse=cells.least(cells.MOST_YEARS),
    ),
    Column(
        "working_style",
        _("Working style"),
        ("style", "communication style", "preferred style"),
        parse=cells.short,
    ),
    _more(_BY_KEY["hours"], "hours", "time commitment", parse=cells.least(cells.MOST_HOURS)),
    Column(
        "manager",
        _("Line manager"),
        ("manager", "line manager email", "manager email", "supervisor", "reports to"),
        parse=cells.short,
    ),
    Column(
        "apart",
        _("Not to be matched with"),
        ("do not match with", "not with", "conflicts", "exclusions", "please avoid"),
        parse=cells.several,
        listed=False,
    ),
    Column(
        "before",
        _("Has worked with before"),
        ("previous mentor", "previous mentee", "previous mentors", "previous partner"),
        parse=cells.several,
    ),
)
_PROTECTED = tuple(column for column in SHEET if column.protected)
_CAPACITY = _more(
    _BY_KEY["capacity"],
    *("places", "max mentees", "maximum mentees", "mentees"),
    parse=cells.greatest(cells.MOST_MENTEES),
)
_OFFERED = _more(
    _BY_KEY["offered"],
    *("strengths", "can offer", "skills to share", "areas of expertise"),
    parse=cells.several,
)
_WANTED = _more(
    _BY_KEY["wanted"],
    *("goals", "wants to learn", "learning goals", "skills to develop", "needs"),
    parse=cells.several,
)


def _sided(column: Column) -> Column:
    return replace(column, synonyms=(*column.synonyms, *_TOPICS))


COLUMNS: Mapping[Role, tuple[Column, ...]] = {
    Role.MENTOR: (*_BOTH, _CAPACITY, _sided(_OFFERED), *_PROTECTED),
    Role.MENTEE: (*_BOTH, _sided(_WANTED), *_PROTECTED),
}

#: Words that tell what a question is about, the surest first; all of one group must stand in it.
_ASKED: tuple[tuple[str, tuple[str, ...]], ...] = (
    *(("apart", (no, match)) for no in ("not", "don") for match in ("match", "matched", "paired")),
    *(("apart", (word,)) for word in ("avoid", "conflict", "conflicts", "exclude")),
    ("manager", ("manager",)),
    ("email", ("email",)),
    ("email", ("e", "mail")),
    ("capacity", ("how", "many", "mentees")),
    ("capacity", ("number", "mentees")),
    *(("hours", ("hours", word)) for word in ("month", "monthly", "many", "commit", "time")),
    ("experience", ("years", "experience")),
    ("timezone", ("time", "zone")),
    ("timezone", ("timezone",)),
    ("languages", ("language",)),
    ("languages", ("languages",)),
    *(("wanted", (word,)) for word in ("develop", "learn", "grow", "improve", "goals", "gain")),
    *(("offered", (word,)) for word in ("share", "offer", "expertise", "teach", "strengths")),
    *(("topics", (word,)) for word in ("skills", "topics", "competencies", "areas")),
    ("grade", ("grade",)),
    *(("seniority", (word, "level")) for word in ("job", "career", "your", "what")),
    ("seniority", ("seniority",)),
    *(("business_unit", (word,)) for word in ("department", "organisation", "organization")),
    *(("business_unit", (word,)) for word in ("division", "directorate")),
    *(("function", (word,)) for word in ("profession", "function")),
    ("name", ("full", "name")),
    ("name", ("your", "name")),
)
_NUMBERED = re.compile(r"[\s_#-]*(?:\(\d+\)|\d+)$")


class SignUpSheet(ImportKind):
    """One of the two lists, as a kind of import that is never registered: nothing is written."""

    key = "match_signups"
    label = _("Sign-ups")

    def __init__(self, role: Role) -> None:
        self.role = role
        self.columns: Sequence[Column] = COLUMNS[role]


@dataclass(frozen=True)
class Used:
    """A column of the file: `column` is what it means ("" for nothing), `how` we know.

    `how` is "name", "similar", "word", "chosen" or "" for a column left out.
    """

    name: str
    column: str = ""
    how: str = ""
    protected: bool = False

    @property
    def unknown(self) -> bool:
        """Whether nothing is known about it: it is neither used nor left out on purpose."""
        return not (self.column or self.how or self.protected)


def recognise(
    header: Sequence[str],
    sheet: SignUpSheet,
    chosen: Mapping[str, str] | None = None,
    said: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Used, ...]:
    """What each column of a file means; `chosen` by name in the file wins, "" leaves one out.

    `said` has the cells of each column without the empty ones: what a column is only guessed to
    mean, they have to bear out.
    """
    chosen, said = chosen or {}, said or {}
    free = [name for name in header if name not in chosen and not sheet.protects(name)]
    taken = {column for column in chosen.values() if column}
    found = {
        free[index]: Used(free[index], each.column, each.how)
        for index, each in mapping.suggest(free, sheet).items()
        if (each.column not in taken or each.column in MANY)
        and (each.how == "name" or _bears_out(sheet, each.column, said.get(free[index], ())))
    }
    for name in free:
        if name not in found and (again := _again(name, sheet)):
            found[name] = Used(name, again, "name")
    taken |= {used.column for used in found.values()}
    rest = [name for name in free if name not in found]
    found |= _by_words(rest, sheet, taken, said)
    found |= {name: Used(name, column, "chosen") for name, column in chosen.items()}
    return tuple(
        Used(name, protected=True) if sheet.protects(name) else found.get(name, Used(name))
        for name in header
    )


def _bears_out(sheet: SignUpSheet, column: str, said: Sequence[str]) -> bool:
    """Whether most cells can be what the column would hold, and names are not mere numbers."""
    good = sum(1 for text in said if _fits(sheet.column(column), text))
    return 2 * good >= len(said)


def _fits(column: Column, text: str) -> bool:
    if column.key in WORDED and not any(letter.isalpha() for letter in text):
        return False
    try:
        column.parse(text)
    except plain_cells.CellError:
        return False
    return True


def _again(name: str, sheet: SignUpSheet) -> str:
    """The column of which this is a further one: "Skill 2", "Languages (2)"."""
    bare = _NUMBERED.sub("", name)
    for column in sheet.offered():
        if column.key in MANY:
            singular = {*column.names(), *(each.removesuffix("s") for each in column.names())}
            if "".join(words(bare)) in singular:
                return column.key
    return ""


def _by_words(
    names: Sequence[str], sheet: SignUpSheet, taken: set[str], said: Mapping[str, Sequence[str]]
) -> dict[str, Used]:
    offered = {column.key for column in sheet.offered()}
    topics = "offered" if sheet.role == Role.MENTOR else "wanted"
    found: dict[str, Used] = {}
    for key, wanted in _ASKED:
        column = topics if key == "topics" else key
        asking = (n for n in names if n not in found and set(wanted) <= set(words(n)))
        if column in offered - taken:
            fitting = (n for n in asking if _bears_out(sheet, column, said.get(n, ())))
            if name := next(fitting, ""):
                found[name] = Used(name, column, "word")
                taken = taken | {column}
    return found


def label(role: Role, key: str) -> "StrOrPromise":
    """What a column is called."""
    return SignUpSheet(role).column(key).label
