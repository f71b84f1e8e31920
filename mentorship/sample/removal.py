"""Taking the sample out: exactly what it brought along and what its people did since.

What somebody real hangs on stays, and the plan says why.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit.retention import forget_invented
from core.audit.services import record
from core.events.models import DomainEvent
from core.outbox.models import DemoMail, OutboxMessage
from core.privacy.models import Release
from core.questionnaires.models import Response
from engagements.models import Engagement, FlashSlot, Goal
from matching.models import MatchRun
from matching.services.declared import AUDIENCE
from participants.enums import OrganisationRole
from participants.models import (
    Competency,
    GroupDeclaration,
    GroupQuestion,
    Organisation,
    OrgRole,
    Person,
    PersonCompetency,
    Unit,
)
from programs.models import Cohort, Enrolment, Program, ProgramRole, TrackCompetency
from rotations.coaching.retention import unlocked
from rotations.models import CoachingContract

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Keys = set[UUID]


@dataclass(frozen=True)
class Kept:
    """Something of the sample that stays, and why."""

    name: str
    why: "_StrOrPromise"


@dataclass
class Plan:
    """What a removal would take out and what it would leave; writes nothing."""

    people: Keys = field(default_factory=set)
    programs: Keys = field(default_factory=set)
    engagements: Keys = field(default_factory=set)
    units: Keys = field(default_factory=set)
    competencies: Keys = field(default_factory=set)
    questions: Keys = field(default_factory=set)
    organisation: bool = False
    kept: list[Kept] = field(default_factory=list)


def plan() -> Plan:
    """The dry run."""
    made = Plan()
    _plan_people(made)
    _plan_programs(made)
    _plan_engagements(made)
    _plan_units(made)
    _plan_competencies(made)
    _plan_questions(made)
    made.organisation = not Person.objects.exclude(pk__in=made.people).exists()
    return made


def _real() -> "QuerySet[Person]":
    return Person.objects.filter(is_sample=False)


def _keep(made: Plan, rows: "QuerySet[Any]", why: "_StrOrPromise", taken: Keys) -> Keys:
    """Take `rows` out of what goes and say why; returns what goes now."""
    staying = [row for row in rows.distinct() if row.pk in taken]
    made.kept += [Kept(str(row), why) for row in staying]
    return taken - {row.pk for row in staying}


def _plan_people(made: Plan) -> None:
    mine = Person.objects.filter(is_sample=True)
    made.people = set(mine.values_list("pk", flat=True))
    together = Engagement.objects.filter(members__person__in=_real())
    others = Program.objects.filter(is_sample=False)
    reasons = [
        (Q(reports__in=_real()), _("manages somebody who is not of the sample")),
        (Q(memberships__engagement__in=together), _("is in a pair with somebody real")),
        (Q(enrolments__cohort__program__in=others), _("takes part in a program of yours")),
        (Q(program_roles__program__in=others), _("has a role in a program of yours")),
        (Q(rotation_slots__program__in=others), _("hosts a rotation in a program of yours")),
        (Q(rotation_slots__placements__person__in=_real()), _("is the host of somebody real")),
    ]
    if _real().exists() and not _administered():
        reasons.append((Q(org_roles__role=OrganisationRole.HR_ADMIN), _("is the only HR admin")))
    for where, why in reasons:
        made.people = _keep(made, mine.filter(where), why, made.people)


def _administered() -> bool:
    """Whether somebody real would be left who can administer."""
    admins = OrgRole.objects.filter(role=OrganisationRole.HR_ADMIN, unit=None)
    return admins.filter(person__is_sample=False, person__user__is_active=True).exists()


def _plan_programs(made: Plan) -> None:
    mine = Program.objects.filter(is_sample=True)
    made.programs = set(mine.values_list("pk", flat=True))
    for where, why in (
        (Q(cohorts__enrolments__person__in=_real()), _("somebody real has signed up")),
        (Q(roles__person__in=_real()), _("somebody real has a role in it")),
    ):
        made.programs = _keep(made, mine.filter(where), why, made.programs)


def _plan_engagements(made: Plan) -> None:
    rows = Engagement.objects.filter(
        Q(cohort__program__in=made.programs) | Q(members__person__in=made.people)
    )
    made.engagements = set(rows.values_list("pk", flat=True))


def _plan_units(made: Plan) -> None:
    mine = Unit.objects.filter(is_sample=True)
    made.units = set(mine.values_list("pk", flat=True))
    staying = Person.objects.exclude(pk__in=made.people)
    used = Q(members__in=staying) | Q(specialists__in=staying) | Q(residents__in=staying)
    used |= Q(children__is_sample=False)
    made.units = _keep(made, mine.filter(used), _("people who stay belong to it"), made.units)


def _plan_competencies(made: Plan) -> None:
    mine = Competency.objects.filter(is_sample=True)
    made.competencies = set(mine.values_list("pk", flat=True))
    held = PersonCompetency.objects.exclude(person__in=made.people).values("competency")
    grown = TrackCompetency.objects.exclude(track__program__in=made.programs).values("competency")
    goals = Goal.objects.exclude(person__in=made.people).values("competency")
    used = Q(pk__in=held) | Q(pk__in=grown) | Q(pk__in=goals.exclude(competency=None))
    why = _("people or programs that stay use it")
    made.competencies = _keep(made, mine.filter(used), why, made.competencies)


@transaction.atomic
def _plan_questions(made: Plan) -> None:
    """What real people have declared can't be read, so a question of theirs can't be told apart."""
    mine = GroupQuestion.objects.filter(is_sample=True)
    made.questions = set(mine.values_list("pk", flat=True))
    if GroupDeclaration.objects.filter(person__in=_real()).exists():
        why = _("somebody real has declared groups")
        made.questions = _keep(made, mine, why, made.questions)


def remove(*, by: User | None, now: datetime) -> Plan:
    """Take it out; returns what went and what stayed. Without a sample, nothing happens."""
    home = Organisation.objects.select_for_update().filter(has_sample=True).first()
    if home is None:
        return Plan()
    made = plan()
    users = set(Person.objects.filter(pk__in=made.people).values_list("user", flat=True)) - {None}
    _forget(made, users)
    _delete(made, users)
    if made.organisation:
        home.delete()
        return made
    home.has_sample = bool(made.kept)
    home.save(update_fields=["has_sample"])
    actor = by if by and by.pk not in users else None
    facts = {"people": len(made.people), "kept": len(made.kept)}
    record(by=actor, action="organisation.remove_sample", subject=home, now=now, facts=facts)
    return made


def _forget(made: Plan, users: set[Any]) -> None:
    """What is only tied to the rows by their keys: journals, answers, mail."""
    enrolments = Enrolment.objects.filter(
        Q(person__in=made.people) | Q(cohort__program__in=made.programs)
    )
    keys = made.people | made.programs | made.engagements
    keys |= set(enrolments.values_list("pk", flat=True)) | made.units | made.competencies
    for below in (Cohort.objects.filter(program__in=made.programs), _runs(made)):
        keys |= set(below.values_list("pk", flat=True))
    Response.objects.filter(
        Q(respondent_id__in=made.people) | Q(context_id__in=enrolments.values("pk"))
    ).delete()
    addresses = list(User.objects.filter(pk__in=users).values_list("email", flat=True))
    DemoMail.objects.filter(to_email__in=addresses).delete()
    OutboxMessage.objects.filter(to_email__in=addresses).delete()
    Release.objects.filter(scope__in=[str(key) for key in made.programs]).delete()
    for cohort in Cohort.objects.filter(program__in=made.programs).values_list("pk", flat=True):
        Release.objects.filter(audience=AUDIENCE, scope__startswith=f"{cohort}:").delete()
    DomainEvent.objects.filter(Q(by__in=users) | Q(subject_id__in=keys)).delete()
    forget_invented(users=users, subjects=keys)


def _delete(made: Plan, users: set[Any]) -> None:
    Engagement.objects.filter(pk__in=made.engagements).delete()
    _runs(made).delete()
    FlashSlot.objects.filter(
        Q(mentor__in=made.people) | Q(cohort__program__in=made.programs)
    ).delete()
    Enrolment.objects.filter(
        Q(person__in=made.people) | Q(cohort__program__in=made.programs)
    ).delete()
    ProgramRole.objects.filter(person__in=made.people).delete()
    with unlocked():
        CoachingContract.objects.filter(program__in=made.programs).delete()
    Program.objects.filter(pk__in=made.programs).delete()
    Person.objects.filter(pk__in=made.people).delete()
    User.objects.filter(pk__in=users).delete()
    GroupQuestion.objects.filter(pk__in=made.questions).delete()
    Competency.objects.filter(pk__in=made.competencies).delete()
    Unit.objects.filter(pk__in=made.units).delete()


def _runs(made: Plan) -> "QuerySet[MatchRun]":
    return MatchRun.objects.filter(cohort__program__in=made.programs)
