"""What the rows of a sheet ask for, beside what is there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.imports.kinds import MappedRow
from participants.enums import Direction
from participants.models import Person, PersonCompetency
from programs.enums import EnrolmentState, ParticipantRole
from programs.models import Enrolment
from programs.services.grades import steps
from programs.sign_ups.columns import BY_COLUMN, COMPETENCIES, RECORD, UNITS

SIDES = {"offered": Direction.OFFERED, "wanted": Direction.WANTED}


@dataclass(frozen=True)
class Options:
    """What was chosen with the file."""

    cohort: str
    track: str
    role: str
    state: str
    grades: tuple[str, ...] = ()
    ladder: dict[str, int] = field(default_factory=dict)
    tracks: dict[str, str] = field(default_factory=dict)
    #: The tracks of peers, in which nothing has to say as what somebody signs up.
    peers: frozenset[str] = frozenset()
    #: The program's tiers by name, whatever the case: key, and the name as it is written.
    tiers: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, options: Any) -> "Options":
        """From the context's JSON."""
        grades = tuple(options.get("grades") or ())
        cohort, _slash, track = str(options.get("place", "")).partition("/")
        tracks = dict(options.get("tracks") or {})
        role, state = options["role"], options["state"]
        peers = frozenset(options.get("peers") or ())
        tiers = {name: tuple(known) for name, known in dict(options.get("tiers") or {}).items()}
        return cls(cohort, track, role, state, grades, steps(grades), tracks, peers, tiers)

    def tier_named(self, name: str | None) -> tuple[str, str] | None:
        """A tier's key and name, as a file names it."""
        return self.tiers.get(name.casefold()) if name else None


def roles_of(row: MappedRow, options: Options) -> list[str]:
    """As what the row's person signs up; empty if nothing says so."""
    if track_of(row, options) in options.peers:
        return [ParticipantRole.PEER]
    if row["both"]:
        return [ParticipantRole.MENTEE, ParticipantRole.MENTOR]
    role = row["role"] or options.role
    return [role] if role in (ParticipantRole.MENTEE, ParticipantRole.MENTOR) else []


def track_of(row: MappedRow, options: Options) -> str:
    """The key of the track into which the row leads; empty if nothing says so, or wrongly."""
    if row["track"]:
        return options.tracks.get(row["track"].casefold(), "")
    return "" if options.track == BY_COLUMN else options.track


def seniority_of(row: MappedRow, options: Options) -> int | None:
    """The step of the row's grade; None for one that is not on the ladder."""
    return options.ladder.get((row["grade"] or "").casefold())


class Known:
    """People, their enrolments and competencies by address; four queries for a whole file."""

    def __init__(self, rows: Sequence[MappedRow], options: Options) -> None:
        people = Person.objects.filter(email__in=[row["email"] for row in rows])
        people = people.select_related("business_unit", "function", "profile")
        self.people = {person.email: person for person in people if not person.is_external}
        self.outside = {person.email for person in people if person.is_external}
        self.enrolments = self._enrolments(options)
        self.held = self._held()

    def _enrolments(self, options: Options) -> dict[tuple[Any, str, str], Enrolment]:
        rows = Enrolment.objects.filter(cohort_id=options.cohort, person__in=self.people.values())
        rows = rows.select_related("tier", "proposed_tier")
        return {(row.person_id, row.role, str(row.track_id)): row for row in rows}

    def enrolment(self, person: Person, role: str, track: str) -> Enrolment | None:
        """Theirs in that role and track."""
        return self.enrolments.get((person.pk, role, track))

    def _held(self) -> dict[tuple[Any, str], set[str]]:
        held: dict[tuple[Any, str], set[str]] = {}
        rows = PersonCompetency.objects.filter(person__in=self.people.values())
        for person, side, name in rows.values_list("person", "direction", "competency__name"):
            held.setdefault((person, side), set()).add(name)
        return held


def after(row: MappedRow, options: Options, states: dict[str, str]) -> dict[str, Any]:
    """What the row says, by column; an empty cell says nothing."""
    said = {name: row[name] for name in (*RECORD, *UNITS, "track") if row[name] is not None}
    if (seniority := seniority_of(row, options)) is not None:
        said["seniority"] = seniority
    said |= {name: sorted(row[name]) for name in COMPETENCIES if row[name]}
    if row["hours"] is not None:
        said["hours"] = row["hours"]
    if row["capacity"] is not None and ParticipantRole.MENTOR in states:
        said["capacity"] = row["capacity"]
    tier = options.tier_named(row["tier"])
    if tier and ParticipantRole.MENTOR in states:
        said["tier"] = tier[1]
    return said | {"role": in_words(states)}


def before(
    row: MappedRow, person: Person, known: Known, roles: Iterable[str], track: str
) -> dict[str, Any]:
    """What is there, by the same columns."""
    stored: dict[str, Any] = {name: getattr(person, name) for name in (*RECORD, "seniority")}
    for name in UNITS:
        unit = getattr(person, name)
        stored[name] = unit.name if unit else None
    for name, side in SIDES.items():
        held = known.held.get((person.pk, side), set())
        stored[name] = sorted(held & set(row[name] or ()))
    profile = getattr(person, "profile", None)
    stored["hours"] = profile.hours_a_month if profile else None
    mentor = known.enrolment(person, ParticipantRole.MENTOR, track)
    stored["capacity"] = mentor.capacity if mentor else None
    stored["tier"] = _tier(row, mentor)
    rows = {role: known.enrolment(person, role, track) for role in roles}
    stored["track"] = row["track"] if any(rows.values()) else None
    states = {role: enrolment.state for role, enrolment in rows.items() if enrolment}
    return stored | {"role": in_words(states)}


def _tier(row: MappedRow, mentor: Enrolment | None) -> str | None:
    """The tier of the row, where the mentor has it; else the one that was proposed last."""
    if mentor is None:
        return None
    if mentor.tier and (row["tier"] or "").casefold() == mentor.tier.name.casefold():
        return mentor.tier.name
    return mentor.proposed_tier.name if mentor.proposed_tier else None


def states_after(
    roles: Iterable[str], person: Person | None, known: Known, options: Options, track: str
) -> dict[str, str]:
    """For each role the state that the row leads to: a decision once made is never overruled."""
    open_ones = (EnrolmentState.STARTED, EnrolmentState.INVITED, EnrolmentState.APPLIED)
    found: dict[str, str] = {}
    for role in roles:
        there = known.enrolment(person, role, track) if person else None
        found[role] = options.state if there is None or there.state in open_ones else there.state
    return found


def in_words(states: dict[str, str]) -> str:
    """Roles and states for the preview: "Mentee: Applied, Mentor: Applied"."""
    return ", ".join(
        f"{ParticipantRole(role).label}: {EnrolmentState(state).label}"
        for role, state in sorted(states.items())
    )
