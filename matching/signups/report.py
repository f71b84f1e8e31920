"""What was read and how it was used, in blocks: the third sheet, and what a dry run prints."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from matching import criteria
from matching.engine import Role
from matching.enums import Weight
from matching.signups.columns import Used, label
from matching.signups.lists import SignUpList
from matching.signups.matched import Prepared

#: Which criteria read a column.
_CRITERIA = {
    "offered": ("competencies",),
    "wanted": ("competencies",),
    "grade": ("seniority", "reach"),
    "seniority": ("seniority", "reach"),
    "business_unit": ("other_unit",),
    "function": ("same_function",),
    "languages": ("languages",),
    "timezone": ("time_zone",),
    "experience": ("experience",),
    "working_style": ("working_style",),
    "hours": ("hours",),
}


@dataclass(frozen=True)
class Block:
    """A small table with a title."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def understood(found: Prepared) -> tuple[Block, ...]:
    """Files, columns, criteria, what to know, rows with trouble; those with something in them."""
    lists = (found.mentors, found.mentees)
    troubles = [each for side in lists for each in side.troubles] + list(found.question.troubles)
    blocks = (
        Block(_("Files"), (_("List"), _("File"), _("What"), _("Found")), tuple(_files(lists))),
        Block(
            _("Columns"),
            (_("List"), _("Column"), _("Means"), _("Recognised by"), _("Filled in"), _("Used for")),
            tuple(_columns(found)),
        ),
        Block(_("Criteria"), (_("Criterion"), _("Weight"), _("Counts")), tuple(_criteria(found))),
        Block(_("Good to know"), (_("What"),), tuple((words,) for words in _notes(found))),
        Block(
            _("Rows with trouble"),
            (_("File"), _("Row"), _("Column"), _("What"), _("Row counts")),
            tuple(
                (t.file, str(t.row or ""), t.column, t.message, _("no") if t.dropped else _("yes"))
                for t in troubles
            ),
        ),
    )
    return tuple(block for block in blocks if block.rows)


def of_list(role: Role) -> str:
    """The name of a list."""
    return _("Mentors") if role == Role.MENTOR else _("Mentees")


def _files(lists: Iterable[SignUpList]) -> Iterable[tuple[str, ...]]:
    for side in lists:
        facts = [
            *side.how,
            (_("Rows"), str(side.rows)),
            (_("People"), str(len(side.entries))),
        ]
        yield from ((of_list(side.role), side.file, what, value) for what, value in facts)


def _columns(found: Prepared) -> Iterable[tuple[str, ...]]:
    counting = {each.criterion for each in found.question.counted if not each.why_not}
    ways = {
        "name": _("its name"),
        "similar": _("a similar name"),
        "word": _("a word in it"),
        "chosen": _("the file of columns"),
    }
    for side in (found.mentors, found.mentees):
        for used in side.columns:
            means = str(label(side.role, used.column)) if used.column else ""
            filled = str(side.filled.get(used.column, "")) if used.column else ""
            how = ways.get(used.how, "")
            yield of_list(side.role), used.name, means, how, filled, _use(used, counting)


def _use(used: Used, counting: set[str]) -> str:
    if used.protected:
        return _("Left out unread: it tells of protected characteristics, or of a private life")
    if not used.column:
        return _("Not recognised, not used") if used.unknown else _("Not used")
    if used.column in _CRITERIA:
        keys = [key for key in _CRITERIA[used.column] if key in counting]
        words = ", ".join(str(criteria.BY_KEY[key].label) for key in keys)
        return words or _("Does not count, see Criteria")
    return _other_use(used.column)


def _other_use(column: str) -> str:
    known = {
        "email": _("Who it is"),
        "staff_id": _("Who it is"),
        "name": _("Who it is"),
        "given_name": _("Who it is"),
        "family_name": _("Who it is"),
        "sent": _("Which of two sign-ups of one person counts"),
        "capacity": _("How many mentees a mentor gets at most"),
        "manager": _("Nobody is matched within a reporting line"),
        "apart": _("People who are kept apart; who they are is not told"),
        "before": _("People who have worked together are not matched again"),
        "role": _("Leaves out rows of the other list"),
    }
    return known.get(column, _("Not used in matching"))


def _criteria(found: Prepared) -> Iterable[tuple[str, ...]]:
    for each in found.question.counted:
        measure = criteria.BY_KEY[each.criterion]
        counts = _("no: %s") % each.why_not if each.why_not else _("yes")
        yield str(measure.label), str(Weight(each.weight).label), counts
    wishes = found.wishes
    if wishes.more_senior:
        yield _("The mentor is more senior"), _("Rule"), _("yes")
    if wishes.quality_floor:
        yield _("No pair below this quality"), str(wishes.quality_floor), _("yes")


def _notes(found: Prepared) -> Iterable[str]:
    yield from found.warnings
    for side in (found.mentors, found.mentees):
        yield from (f"{side.file}: {note}" for note in side.notes)
    without = [e for e in found.mentors.entries if e["capacity"] is None]
    if without:
        words = _("%(n)s mentors do not say how many mentees they can take: %(places)s counts.")
        yield words % {"n": len(without), "places": found.wishes.capacity}
