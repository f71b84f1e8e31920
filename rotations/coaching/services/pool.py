"""Coaches come into the pool, say who they are, leave it and come back."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from core.audit.services import record
from engagements.services.locking import free_key, lock_row, written_before
from participants.models import Competency, Person
from participants.services.competencies import set_competencies
from participants.services.invitations import invite
from participants.services.people import create_person
from participants.services.profiles import save_profile
from rotations.models import CoachProfile, CoachRate

if TYPE_CHECKING:
    from core.accounts.models import User


class WorksHere(Exception):
    """The address is that of somebody on the staff list."""


@transaction.atomic
def invite_coach(
    *,
    given_name: str,
    family_name: str,
    email: str,
    timezone: str,
    by: "User | None",
    now: datetime,
    languages: Iterable[str] = (),
    competencies: Iterable[Competency] = (),
    introduction: str = "",
    key: UUID | None = None,
) -> CoachProfile:
    """A coach from outside, and the mail that lets them in. In the pool already: as they are.

    Raises WorksHere, and ValidationError for a field that cannot be.
    """
    if before := written_before(CoachProfile, key):
        return before
    email = email.strip().lower()
    known = Person.objects.filter(email=email).first()
    if known is not None and not known.is_external:
        raise WorksHere
    if known is not None and (found := CoachProfile.objects.filter(person=known).first()):
        return found
    person = known or create_person(
        given_name=given_name,
        family_name=family_name,
        email=email,
        timezone=timezone,
        is_external=True,
        by=by,
        now=now,
    )
    coach = CoachProfile.objects.create(
        person=person, created_at=now, **free_key(CoachProfile, key)
    )
    describe(
        coach=coach,
        introduction=introduction,
        languages=languages,
        competencies=competencies,
        by=by,
        now=now,
    )
    invite(people=[person], by=by, now=now)
    record(by=by, action="coaching.invite", subject=coach, now=now)
    return coach


@transaction.atomic
def describe(
    *,
    coach: CoachProfile,
    introduction: str,
    languages: Iterable[str],
    competencies: Iterable[Competency],
    by: "User | None",
    now: datetime,
) -> CoachProfile:
    """What a coach offers, and in which languages. Raises ValidationError."""
    row = lock_row(coach)
    row.introduction = introduction.strip()
    row.full_clean(validate_constraints=False, validate_unique=False)
    row.save(update_fields=["introduction"])
    save_profile(person=row.person, by=by, now=now, languages=list(languages))
    set_competencies(person=row.person, by=by, now=now, offered=competencies)
    record(by=by, action="coaching.describe", subject=row, now=now)
    return row


@transaction.atomic
def set_rate(
    *, coach: CoachProfile, amount: Decimal, currency: str, by: "User | None", now: datetime
) -> None:
    """What an hour costs, for HR's eyes."""
    CoachRate.objects.update_or_create(
        coach=lock_row(coach), defaults={"amount": amount, "currency": currency.upper()}
    )
    record(by=by, action="coaching.rate", subject=coach, now=now)


@transaction.atomic
def leave_pool(*, coach: CoachProfile, by: "User | None", now: datetime) -> None:
    """Propose the coach to nobody any more; what has begun goes on."""
    _set_left(coach, now, "coaching.leave_pool", by, now)


@transaction.atomic
def return_to_pool(*, coach: CoachProfile, by: "User | None", now: datetime) -> None:
    """The way back."""
    _set_left(coach, None, "coaching.return_to_pool", by, now)


def _set_left(
    coach: CoachProfile, at: datetime | None, action: str, by: "User | None", now: datetime
) -> None:
    row = lock_row(coach)
    if (row.left_pool_at is None) == (at is None):
        return
    row.left_pool_at = at
    row.save(update_fields=["left_pool_at"])
    record(by=by, action=action, subject=row, now=now)
