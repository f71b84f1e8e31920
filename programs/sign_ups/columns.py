"""What a sign-up sheet may say, and under which names."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.imports import cells
from core.imports.kinds import Column
from participants.staff_list.columns import (
    BUSINESS_UNIT,
    EMAIL,
    FAMILY_NAME,
    FUNCTION,
    GIVEN_NAME,
)
from programs.enums import ParticipantRole

#: What is chosen where the file itself says role or track.
BY_COLUMN = "column"
#: Columns of the person's own record, units aside.
RECORD = ("email", "given_name", "family_name", "job_title", "grade")
UNITS = ("business_unit", "function")
ANSWERS = ("capacity", "hours")
COMPETENCIES = ("offered", "wanted")


def between(least: int, most: int) -> cells.Parse:
    """A whole number in a range."""

    def parse(cell: str) -> int:
        value = cells.integer(cell)
        if not least <= value <= most:
            raise cells.CellError(
                _("Use a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
            )
        return value

    return parse


def names(cell: str) -> tuple[str, ...]:
    """Several names, parted by commas or semicolons."""
    parts = cell.replace(";", ",").split(",")
    return tuple(dict.fromkeys(part.strip()[:120] for part in parts if part.strip()))


COLUMNS = (
    replace(EMAIL, required=True),
    GIVEN_NAME,
    FAMILY_NAME,
    Column(
        "role",
        gettext_lazy("Mentor or mentee"),
        synonyms=("role", "sign up as", "signs up as", "takes part as"),
        parse=cells.one_of(dict(ParticipantRole.choices[:2])),
        example="mentee",
    ),
    Column(
        "both",
        gettext_lazy("Both mentor and mentee"),
        synonyms=("both", "mentor and mentee"),
        parse=cells.boolean,
        example="no",
        help=gettext_lazy("“yes” enrols the person twice, once as each."),
    ),
    Column(
        "track",
        gettext_lazy("Track"),
        synonyms=("program track", "strand", "stream"),
        parse=cells.short(120),
        help=gettext_lazy("The name of a track of the program; it wins over the one chosen here."),
    ),
    Column(
        "job_title",
        gettext_lazy("Job title"),
        synonyms=("title", "job role", "position"),
        parse=cells.short(160),
        example="Engineer",
    ),
    Column(
        "grade",
        gettext_lazy("Grade"),
        synonyms=("pay grade", "band"),
        parse=cells.short(40),
        example="SEO",
        help=gettext_lazy("Seniority follows from the order of grades chosen with the file."),
    ),
    BUSINESS_UNIT,
    FUNCTION,
    Column(
        "capacity",
        gettext_lazy("Mentees a mentor can take"),
        synonyms=("capacity", "number of mentees", "how many mentees"),
        parse=between(1, 10),
        example="2",
    ),
    Column(
        "tier",
        gettext_lazy("Mentor tier"),
        synonyms=("tier", "tier of the mentor", "level of mentor"),
        parse=cells.short(80),
        help=gettext_lazy(
            "Only proposed: you decide on it under “Mentors: tier and training” of the cohort."
        ),
    ),
    Column(
        "hours",
        gettext_lazy("Hours a month"),
        synonyms=("availability", "hours per month"),
        parse=between(1, 40),
        example="3",
    ),
    Column(
        "offered",
        gettext_lazy("Can share"),
        synonyms=("competencies offered", "skills offered", "expertise"),
        parse=names,
        example="Negotiation, Coaching",
    ),
    Column(
        "wanted",
        gettext_lazy("Wants to grow in"),
        synonyms=("competencies wanted", "skills wanted", "development areas"),
        parse=names,
        example="Strategic thinking",
    ),
    Column(
        "biography",
        gettext_lazy("Biography"),
        synonyms=("bio", "about me"),
        protected=True,
    ),
    Column(
        "identity",
        gettext_lazy("Identity"),
        synonyms=("characteristics", "identity to match", "match with similar identity"),
        protected=True,
    ),
)
