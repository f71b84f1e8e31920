"""What is on offer, for whom, and what a reader lacks for it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from participants.models import Person
from participants.selectors.facts import latest_facts
from programs import stages
from programs.enums import Format, ParticipantRole, ProgramRoleKind, Stage, roles_in
from programs.models import Cohort, Enrolment, EntryCriterion, Program, ProgramRole, Track
from programs.selectors.criteria import Sentence, sentences


@dataclass(frozen=True)
class Way:
    """One way into a program: a track and a role, with what the reader meets and lacks."""

    track: Track
    role: ParticipantRole
    sentences: list[Sentence]
    enrolment: Enrolment | None = None

    @property
    def lacking(self) -> list[Sentence]:
        """The sentences that the reader does not meet."""
        return [sentence for sentence in self.sentences if not sentence.met]


@dataclass(frozen=True)
class Offer:
    """A published program as one reader finds it."""

    program: Program
    tracks: list[Track]
    open_cohort: Cohort | None
    next_cohort: Cohort | None
    ways: list[Way] = field(default_factory=list)
    mine: list[Enrolment] = field(default_factory=list)

    @property
    def formats(self) -> list[str]:
        """How people meet, each once."""
        return list(dict.fromkeys(str(Format(track.format).label) for track in self.tracks))

    def ways_as(self, role: str) -> list[Way]:
        """The ways of one role."""
        return [way for way in self.ways if way.role == role]


def offers(person: Person | None, on: date) -> list[Offer]:
    """Every published program, those that take applications first. A fixed number of queries."""
    programs = Program.objects.filter(published_at__isnull=False, archived_at=None)
    found = _offers(programs, person, on)
    return sorted(found, key=lambda offer: (offer.open_cohort is None, offer.program.name))


def offer(program: Program, person: Person | None, on: date) -> Offer:
    """One program as the reader finds it."""
    return _offers(Program.objects.filter(pk=program.pk), person, on)[0]


def _offers(programs: "QuerySet[Program]", person: Person | None, on: date) -> list[Offer]:
    criteria = Prefetch("criteria", EntryCriterion.objects.order_by("position", "id"))
    tracks = Prefetch(
        "tracks", Track.objects.select_related("lowest_tier").prefetch_related(criteria)
    )
    cohorts = Prefetch("cohorts", Cohort.objects.order_by("starts_on"))
    rows = list(programs.prefetch_related(tracks, cohorts))
    facts = latest_facts([person], on)[person.pk] if person else {}
    mine = _enrolments(rows, person)
    return [_offer(program, facts, mine, on) for program in rows]


def _enrolments(programs: list[Program], person: Person | None) -> list[Enrolment]:
    if person is None:
        return []
    rows = Enrolment.objects.filter(person=person, cohort__program__in=programs)
    return list(rows.exclude(cohort__stage=Stage.DRAFT).select_related("cohort", "track"))


def _offer(program: Program, facts: Any, mine: list[Enrolment], on: date) -> Offer:
    cohorts = list(program.cohorts.all())
    open_ones = [row for row in cohorts if row.stage in stages.TAKES_APPLICATIONS]
    coming = [row for row in cohorts if row.stage == Stage.DRAFT and row.starts_on > on]
    tracks = list(program.tracks.all())
    own = [row for row in mine if row.cohort.program_id == program.pk]
    cohort = open_ones[0] if open_ones else None
    here = {(row.track_id, row.role): row for row in own if cohort and row.cohort_id == cohort.pk}
    ways = [
        Way(track, role, _sentences(track, role, facts), here.get((track.pk, role)))
        for track in tracks
        for role in roles_in(track.format)
    ]
    return Offer(program, tracks, cohort, coming[0] if coming else None, ways, own)


def _sentences(track: Track, role: str, facts: Any) -> list[Sentence]:
    return sentences([rule for rule in track.criteria.all() if rule.role == role], facts)


def people_in(program: Program) -> list[tuple[str, list[Person]]]:
    """Who runs the program and who stands behind it: label and people, roles without are left out."""
    rows = ProgramRole.objects.filter(program=program).select_related("person")
    found = [
        (kind.label, [row.person for row in rows if row.role == kind]) for kind in ProgramRoleKind
    ]
    return [(str(label), people) for label, people in found if people]
