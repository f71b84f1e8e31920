"""Writing one row of a sign-up sheet, with an account of every row that it touched."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.imports import touched
from core.imports.kinds import MappedRow, Touched
from participants.enums import UnitKind
from participants.models import Person, PersonCompetency
from participants.services.competencies import set_competencies
from participants.services.people import create_person, update_person
from participants.services.profiles import save_profile
from participants.services.settings import add_competency, unit_named
from programs.enums import EnrolmentState, ParticipantRole
from programs.models import Cohort, Enrolment, MentorTier, Track
from programs.services import enrolments
from programs.services.guiding import NoTierHereError, propose_tier
from programs.sign_ups.columns import RECORD, UNITS
from programs.sign_ups.wanted import SIDES, Options, roles_of, seniority_of, track_of

if TYPE_CHECKING:
    from core.accounts.models import User


def write(row: MappedRow, options: Options, by: "User | None", now: datetime) -> list[Touched]:
    """What was written. Raises NoPlaceError, NoTierHereError, IntegrityError, ValidationError."""
    person, written = _write_person(row, options, by, now)
    written += _write_profile(person, row, by, now)
    for role in roles_of(row, options):
        written += _write_enrolment(person, role, row, options, by, now)
    return written


def _write_person(
    row: MappedRow, options: Options, by: "User | None", now: datetime
) -> tuple[Person, list[Touched]]:
    fields: dict[str, Any] = {name: row[name] for name in RECORD if row[name] is not None}
    if (seniority := seniority_of(row, options)) is not None:
        fields["seniority"] = seniority
    for name in UNITS:
        if row[name]:
            fields[name] = unit_named(kind=UnitKind(name), name=row[name], by=by, now=now)
    person = Person.objects.filter(email=row["email"], is_external=False).first()
    if person is None:
        person = create_person(by=by, now=now, **fields)
        return person, [touched.created(person)]
    earlier = touched.snapshot(person, *fields, "sort_key")
    update_person(person=person, by=by, now=now, **fields)
    if touched.snapshot(person, *fields, "sort_key") == earlier:
        return person, []
    return person, [touched.changed(person, earlier)]


def _write_profile(
    person: Person, row: MappedRow, by: "User | None", now: datetime
) -> list[Touched]:
    written = _write_competencies(person, row, by, now)
    if row["hours"] is None:
        return written
    there = getattr(person, "profile", None)
    earlier = touched.snapshot(there, "hours_a_month") if there else None
    profile = save_profile(person=person, by=by, now=now, hours_a_month=row["hours"])
    if earlier is None:
        return [*written, touched.created(profile, "hours_a_month")]
    return [*written, touched.changed(profile, earlier)]


def _write_competencies(
    person: Person, row: MappedRow, by: "User | None", now: datetime
) -> list[Touched]:
    """What the sheet names is added; what the person chose before stays."""
    held = PersonCompetency.objects.filter(person=person).select_related("competency")
    known = list(held)
    chosen: dict[str, Any] = {}
    for name, side in SIDES.items():
        if row[name]:
            named = [add_competency(name=each, by=by, now=now) for each in row[name]]
            chosen[name] = [*named, *(one.competency for one in known if one.direction == side)]
    if chosen:
        set_competencies(person=person, by=by, now=now, **chosen)
    return [touched.created(one) for one in held.exclude(pk__in=[one.pk for one in known])]


def _write_enrolment(
    person: Person,
    role: str,
    row: MappedRow,
    options: Options,
    by: "User | None",
    now: datetime,
) -> list[Touched]:
    cohort = Cohort.objects.get(pk=options.cohort)
    track = Track.objects.get(pk=track_of(row, options), program=cohort.program_id)
    there = Enrolment.objects.filter(person=person, cohort=cohort, track=track, role=role).first()
    earlier = touched.snapshot(there) if there else None
    enrolment = enrolments.enrol(
        person=person,
        cohort=cohort,
        track=track,
        role=role,
        capacity=row["capacity"] if role == ParticipantRole.MENTOR else None,
        by=by,
        now=now,
    )
    if options.state == EnrolmentState.SELECTED and enrolment.state == EnrolmentState.APPLIED:
        enrolments.decide(
            enrolment=enrolment,
            state=EnrolmentState.SELECTED,
            reason=_("Came selected with an imported list"),
            by=by,
            now=now,
            batch=uuid.uuid4(),
        )
    tier = options.tier_named(row["tier"])
    if tier and role == ParticipantRole.MENTOR:
        named = MentorTier.objects.filter(pk=tier[0]).first()
        if named is None:
            raise NoTierHereError
        propose_tier(enrolment=enrolment, tier=named, by=by, now=now)
    return _account(enrolment, earlier, now)


def _account(enrolment: Enrolment, earlier: dict[str, Any] | None, now: datetime) -> list[Touched]:
    enrolment = Enrolment.objects.get(pk=enrolment.pk)
    if earlier is not None and touched.snapshot(enrolment) == earlier:
        return []
    own = touched.changed(enrolment, earlier) if earlier else touched.created(enrolment)
    changes = enrolment.changes.filter(at=now)
    return [own, *(touched.created(change) for change in changes)]
