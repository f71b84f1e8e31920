"""A sign-up file to a list of people, with everything that was odd about it."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from core.imports import cells, planning, reading
from core.imports.kinds import MappedRow
from core.imports.names import key, words
from core.imports.reading.delimited import DELIMITERS
from core.imports.reading.encodings import ENCODINGS
from matching.engine import Role
from matching.signups.columns import IDENTITY, MANY, SignUpSheet, Used, label, recognise
from matching.signups.lists import Entry, SignUpList, Trouble, Unusable
from matching.signups.people import entry_of, without_doubles

#: What is said of a cell that could not be read: the row counts, the cell does not.
IGNORED = "%s The cell counts as empty."
#: How many examples a message names.
FEW = 5
#: Words of a --columns file that leave a column out.
OUT = frozenset(("", "-", "ignore", "leaveout", "none", "notused"))


def read_list(
    data: bytes, *, name: str, role: Role, chosen: Mapping[str, str] | None = None
) -> SignUpList:
    """The people of one list. Raises Unusable for a file in which nobody can be found.

    `chosen` says what columns mean whose names do not: name in the file → column, "" for none.
    """
    sheet = SignUpSheet(role)
    found = _read(data, name, sheet, role)
    used = recognise(found.table.header, sheet, chosen, _said(found.table))
    if not any(each.column in IDENTITY for each in used):
        raise Unusable(_nobody_in(name, found.table.header))
    return _list(found, used, sheet, name)


def _said(table: reading.Table) -> dict[str, list[str]]:
    """The cells of each column, without the empty ones."""
    rows = [row.cells for row in table.rows if not row.broken]
    return {
        name: [text for cells_ in rows if (text := cells.plain(cells_[index]))]
        for index, name in enumerate(table.header)
    }


def _read(data: bytes, name: str, sheet: SignUpSheet, role: Role) -> reading.Reading:
    try:
        found = reading.read(data, name=name, protects=sheet.protects)
        if own := _own_sheet(found.detected.sheets, role):
            choices = reading.Choices(sheet=own)
            found = reading.read(data, name=name, choices=choices, protects=sheet.protects)
    except reading.Unreadable as error:
        raise Unusable(f"{name}: {error}") from error
    return found


def _own_sheet(sheets: Sequence[str], role: Role) -> str:
    """The only sheet of several that is named after the role; empty if there is none such."""
    named = [each for each in sheets if {role.value, f"{role.value}s"} & set(words(each))]
    return named[0] if len(sheets) > 1 and len(named) == 1 else ""


def _nobody_in(name: str, header: Sequence[str]) -> str:
    words = _(
        "%(file)s: no column says who people are; a name or an e-mail address is needed. Its columns"
        " are: %(header)s. Say with --columns what they mean."
    )
    return words % {"file": name, "header": ", ".join(header[:40])}


def _list(
    found: reading.Reading, used: Sequence[Used], sheet: SignUpSheet, name: str
) -> SignUpList:
    texts = {row.number: _texts(row, used) for row in found.table.rows if not row.broken}
    texts = {number: cells for number, cells in texts.items() if any(cells.values())}
    broken = [
        Trouble(name, r.number, "", r.broken, dropped=True) for r in found.table.rows if r.broken
    ]
    rows = [planning.parsed(sheet, number, said) for number, said in texts.items()]
    own = [row for row in rows if not _is_other(row, sheet.role)]
    if rows and not own:
        raise Unusable(_swapped(name))
    entries, troubles = _entries(own, sheet.role, name)
    kept, doubles = without_doubles(entries, name, texts)
    everything = sorted([*broken, *troubles, *doubles], key=lambda each: (each.row, each.column))
    if not kept:
        raise Unusable(_nobody_left(name, everything))
    filled = {c: sum(c in entry.values for entry in kept) for c in {u.column for u in used} - {""}}
    return SignUpList(
        role=sheet.role,
        file=name,
        columns=tuple(used),
        entries=kept,
        rows=len(own) + len(broken),
        how=_how(found.detected),
        filled=filled,
        troubles=tuple(everything),
        notes=(*found.table.notes, *_others(len(rows) - len(own))),
    )


def _texts(row: reading.Row, used: Sequence[Used]) -> dict[str, str]:
    """The cells by column; of several columns that mean the same, the lines of one cell."""
    said: dict[str, str] = {}
    for index, each in enumerate(used):
        if each.column:
            text = cells.plain(row.cells[index])
            there = said.get(each.column, "")
            many = each.column in MANY and there and text
            said[each.column] = f"{there}\n{text}" if many else there or text
    return said


def _entries(rows: Sequence[MappedRow], role: Role, file: str) -> tuple[list[Entry], list[Trouble]]:
    entries, troubles = [], []
    for row in rows:
        entry = entry_of(row)
        for problem in row.problems:
            said = IGNORED % problem.message if entry else problem.message
            column = str(label(role, problem.column))
            troubles.append(Trouble(file, row.number, column, said, dropped=entry is None))
        if entry is None:
            said = _("Nothing says who this is: no name, no e-mail address.")
            troubles.append(Trouble(file, row.number, "", said, dropped=True))
        else:
            entries.append(entry)
    return entries, troubles


def _is_other(row: MappedRow, role: Role) -> bool:
    """Whether one file holds both lists and this row is of the other."""
    said = key(row["role"] or "")
    other = Role.MENTEE if role == Role.MENTOR else Role.MENTOR
    return said.startswith(other.value) and role.value not in said


def _others(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (_("%(n)s rows say that they are of the other list and were left out.") % {"n": count},)


def _swapped(name: str) -> str:
    return _("%(file)s: every row says that it is of the other list. Are the files swapped?") % {
        "file": name
    }


def _nobody_left(name: str, troubles: Sequence[Trouble]) -> str:
    if not troubles:
        return _("%(file)s: there are columns, but no rows.") % {"file": name}
    shown = "; ".join(f"{each.place}: {each.message}" for each in troubles[:FEW])
    return _("%(file)s: no row tells of anybody. %(troubles)s") % {"file": name, "troubles": shown}


def _how(detected: reading.Detected) -> tuple[tuple[str, str], ...]:
    header = (_("Header"), _("row %(row)s") % {"row": detected.header_line})
    if detected.sheets:
        return ((_("Sheet"), detected.sheet), header)
    return (
        (_("Encoding"), ENCODINGS[detected.encoding]),
        (_("Separator"), str(DELIMITERS[detected.delimiter])),
        header,
    )


def read_columns(data: bytes, *, name: str, role: Role) -> dict[str, str]:
    """What a file of columns says for one list: name in the sign-up file → column's key.

    It is a table itself: the first column holds the names, the second what they mean, a third may
    say "mentors" or "mentees". Raises Unusable, naming the row.
    """
    try:
        table = reading.read(data, name=name).table
    except reading.Unreadable as error:
        raise Unusable(f"{name}: {error}") from error
    if len(table.header) < 2:
        raise Unusable(_("%(file)s: two columns are needed, name and meaning.") % {"file": name})
    chosen: dict[str, str] = {}
    for row in table.rows:
        place = _("%(file)s, row %(row)s") % {"file": name, "row": row.number}
        if row.broken:
            raise Unusable(f"{place}: {row.broken}")
        named, meaning, *more = (cells.plain(cell) for cell in row.cells)
        if not more or not more[0] or key(more[0]).removesuffix("s") == role.value:
            chosen[" ".join(named.split())] = _meant(meaning, role, place)
    return chosen


def _meant(meaning: str, role: Role, place: str) -> str:
    if key(meaning) in OUT:
        return ""
    offered = SignUpSheet(role).offered()
    for column in offered:
        if key(meaning) in (key(column.key), key(str(column.label))):
            return column.key
    both = {*offered, *SignUpSheet(Role.MENTOR).offered(), *SignUpSheet(Role.MENTEE).offered()}
    if any(key(meaning) in (key(each.key), key(str(each.label))) for each in both):
        return ""  # a meaning of the other list, in a row for both
    known = ", ".join(column.key for column in offered)
    words = _("%(place)s: “%(meaning)s” is not known. Use one of: %(known)s.")
    raise Unusable(words % {"place": place, "meaning": meaning, "known": known})
