"""What a staff list may say about a person, and under which names."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import zone_names
from core.imports import cells
from core.imports.kinds import Column

#: Columns of the person's own record, units and line manager aside.
RECORD = (
    "employee_id",
    "email",
    "given_name",
    "family_name",
    "job_title",
    "grade",
    "seniority",
    "started_on",
    "timezone",
)
UNITS = ("business_unit", "function", "site")
FACTS = ("years_at_company", "years_in_role", "performance_rating", "potential_rating")


def decimal(cell: str) -> Decimal:
    """A number with a point or a comma."""
    try:
        value = Decimal(cell.replace(",", "."))
    except InvalidOperation as error:
        raise cells.CellError(_("Not a number.")) from error
    if not value.is_finite() or abs(value) >= 10**9:
        raise cells.CellError(_("Not a number we can use."))
    return value


def seniority(cell: str) -> int:
    """A whole number from 0 to 100."""
    value = cells.integer(cell)
    if not 0 <= value <= 100:
        raise cells.CellError(_("Use a whole number from 0 to 100."))
    return value


def timezone(cell: str) -> str:
    """An IANA name."""
    if cell not in zone_names():
        raise cells.CellError(_("Not a time zone. Write it as Europe/Berlin."))
    return cell


#: What every list of people asks in the same words; sign-up sheets ask them too.
EMAIL = Column(
    "email",
    gettext_lazy("E-mail address"),
    synonyms=("e-mail", "mail", "email address", "work email"),
    parse=cells.email,
    example="ana.silva@example.org",
)
GIVEN_NAME = Column(
    "given_name",
    gettext_lazy("Given name"),
    synonyms=("first name", "forename"),
    parse=cells.short(120),
    example="Ana",
)
FAMILY_NAME = Column(
    "family_name",
    gettext_lazy("Family name"),
    synonyms=("last name", "surname"),
    parse=cells.short(120),
    example="Silva",
)
BUSINESS_UNIT = Column(
    "business_unit",
    gettext_lazy("Business unit"),
    synonyms=("department", "division", "organisation", "organization"),
    parse=cells.short(120),
    example="Operations",
)
FUNCTION = Column(
    "function",
    gettext_lazy("Function"),
    synonyms=("profession", "job family"),
    parse=cells.short(120),
    example="Finance",
)

COLUMNS = (
    Column(
        "employee_id",
        gettext_lazy("Employee number"),
        synonyms=("employee id", "personnel number", "staff number", "staff id", "emp no", "id"),
        parse=cells.short(64),
        example="1042",
    ),
    EMAIL,
    GIVEN_NAME,
    FAMILY_NAME,
    Column(
        "job_title",
        gettext_lazy("Job title"),
        synonyms=("title", "job role", "role", "position"),
        parse=cells.short(160),
        example="Engineer",
    ),
    Column("grade", gettext_lazy("Grade"), parse=cells.short(40), example="7"),
    Column(
        "seniority",
        gettext_lazy("Seniority"),
        synonyms=("job level", "level"),
        parse=seniority,
        example="3",
        help=gettext_lazy("A number that grows with responsibility."),
    ),
    BUSINESS_UNIT,
    FUNCTION,
    Column(
        "site",
        gettext_lazy("Site"),
        synonyms=("location", "office", "city"),
        parse=cells.short(120),
        example="Lisbon",
    ),
    Column(
        "manager_id",
        gettext_lazy("Line manager's employee number"),
        synonyms=("manager id", "manager number", "supervisor id", "reports to id"),
        parse=cells.short(64),
        example="1007",
    ),
    Column(
        "manager_email",
        gettext_lazy("Line manager's e-mail address"),
        synonyms=("manager email", "manager", "reports to", "supervisor"),
        parse=cells.email,
        example="jo.weber@example.org",
    ),
    Column(
        "started_on",
        gettext_lazy("Working here since"),
        synonyms=("start date", "hire date", "joined"),
        parse=cells.date,
        example="2019-04-01",
    ),
    Column(
        "timezone",
        gettext_lazy("Time zone"),
        synonyms=("tz", "time zone"),
        parse=timezone,
        example="Europe/Lisbon",
    ),
    Column("years_at_company", gettext_lazy("Years at the company"), parse=decimal, example="6"),
    Column(
        "years_in_role",
        gettext_lazy("Years in the current role"),
        synonyms=("years in current role",),
        parse=decimal,
        example="2",
    ),
    Column("performance_rating", gettext_lazy("Performance rating"), parse=decimal, example="4"),
    Column("potential_rating", gettext_lazy("Potential rating"), parse=decimal, example="3"),
)
