"""Who waits for their next rotation, in rounds: found in the database, next in line first.

The rules for one mentee stand in rotations.selectors.sequence; here is only whom to look at.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from programs.models import Enrolment, Program
from rotations.enums.rotating import LIVE, SlotStage
from rotations.models import RotationRequirement
from rotations.selectors.people import mentees_of

#: So many are looked at together: as many as somebody may want to read, and the engine weighs at once.
ROUND = 50


@dataclass(frozen=True)
class Round:
    """Some of those who wait, by name, and how many do not or come after them."""

    enrolments: tuple[Enrolment, ...]
    number: int
    later: int
    satisfied: int


def round_of(program: Program, today: date, number: int = 1) -> Round:
    """The mentees of one round, the first being next in line; a number beyond is the last round."""
    number = max(number, 1)
    found = _cut(program, today, number)
    if not found.keys and found.waiting:
        number = -(-found.waiting // ROUND)
        found = _cut(program, today, number)
    if not found.waiting:
        number = 1
    return Round(
        enrolments=tuple(mentees_of(program).filter(pk__in=found.keys)),
        number=number,
        later=max(0, found.waiting - number * ROUND),
        satisfied=found.everybody - found.waiting,
    )


@dataclass(frozen=True)
class _Cut:
    """One round of the line by key, how long the line is, and of how many mentees."""

    keys: list[UUID]
    waiting: int
    everybody: int


#: Those who miss a rotation and have none agreed or proposed for the time to come wait. Who has had
#: fewest comes first, then who was taken in first. All mentees are looked at once and counted on the
#: way, which takes half the time of asking for the line, its length, and the number of mentees.
_LINE = """, had AS MATERIALIZED (
        SELECT placement.person_id,
            COUNT(*) FILTER (WHERE slot.stage = %(foundation)s) AS foundation,
            COUNT(*) FILTER (WHERE slot.stage = %(lead)s) AS lead,
            COUNT(*) FILTER (WHERE placement.starts_on > %(today)s) AS ahead
        FROM rotations_placement placement
        JOIN rotations_rotationslot slot ON slot.id = placement.slot_id
        WHERE slot.program_id = %(program)s AND placement.state = ANY (%(live)s)
        GROUP BY placement.person_id
    ), seen AS MATERIALIZED (
        SELECT mentee.pk, mentee.decided_at,
            COALESCE(had.foundation, 0) + COALESCE(had.lead, 0) AS number,
            COALESCE(had.ahead, 0) = 0 AND (
                COALESCE(had.foundation, 0) < COALESCE(asked.foundation_count, %(foundations)s)
                OR COALESCE(had.lead, 0) < COALESCE(asked.lead_count, %(leads)s)
            ) AS waits
        FROM mentee
        LEFT JOIN had ON had.person_id = mentee.person
        LEFT JOIN rotations_rotationrequirement asked ON asked.track_id = mentee.track
    ), counted AS (
        SELECT COUNT(*) AS everybody, COUNT(*) FILTER (WHERE waits) AS waiting FROM seen
    ), cut AS (
        SELECT pk FROM seen WHERE waits ORDER BY number, decided_at, pk
        LIMIT %(round)s OFFSET %(first)s
    )
    SELECT cut.pk, counted.everybody, counted.waiting FROM counted LEFT JOIN cut ON TRUE
"""


def _cut(program: Program, today: date, number: int) -> _Cut:
    default = RotationRequirement()
    mentees, values = _mentees(program)
    values |= {
        "program": program.pk,
        "today": today,
        "live": [state.value for state in LIVE],
        "foundation": SlotStage.FOUNDATION.value,
        "lead": SlotStage.LEAD.value,
        "foundations": default.foundation_count,
        "leads": default.lead_count,
        "round": ROUND,
        "first": (number - 1) * ROUND,
    }
    with connection.cursor() as cursor:
        cursor.execute(f"WITH mentee AS ({mentees}){_LINE}", values)
        rows = cursor.fetchall()
    keys = [key for key, _everybody, _waiting in rows if key]
    return _Cut(keys=keys, everybody=rows[0][1], waiting=rows[0][2])


def _mentees(program: Program) -> tuple[str, dict[str, Any]]:
    """The query of those who may be placed, its parameters by name."""
    rows = mentees_of(program).order_by().values("pk", "person", "track", "decided_at")
    sql, given = rows.query.sql_with_params()
    values = {f"mentee{number}": value for number, value in enumerate(given)}
    return sql % tuple(f"%({name})s" for name in values), values
