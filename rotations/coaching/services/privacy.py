"""What others may see of a coaching: the coachee decides, and takes it back at once."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from engagements.services.locking import TooLate, lock_row
from participants.selectors import person_of
from rotations.models import (
    CoachingEngagement,
    FactsConsent,
    ThreeWayContract,
    ThreeWaySignature,
)

if TYPE_CHECKING:
    from core.accounts.models import User


@transaction.atomic
def decide(
    *, coaching: CoachingEngagement, shows_titles: bool, by: "User", now: datetime
) -> ThreeWayContract:
    """A new version of what those who pay see, signed by its author; the same again is no news."""
    coaching = lock_row(coaching)
    latest = coaching.three_way_contracts.first()
    if latest is not None and latest.shows_titles == shows_titles:
        return sign(contract=latest, by=by, now=now)
    contract = ThreeWayContract.objects.create(
        coaching=coaching,
        version=latest.version + 1 if latest else 1,
        shows_titles=shows_titles,
        created_at=now,
    )
    facts = {"version": contract.version, "titles": shows_titles}
    record(by=by, action="coaching.three_way", subject=contract, now=now, facts=facts)
    return sign(contract=contract, by=by, now=now)


@transaction.atomic
def sign(*, contract: ThreeWayContract, by: "User", now: datetime) -> ThreeWayContract:
    """A member signs the latest version. Raises TooLate for an older one."""
    lock_row(contract.coaching)
    if contract.coaching.three_way_contracts.first() != contract:
        raise TooLate
    _row, is_new = ThreeWaySignature.objects.get_or_create(
        contract=contract,
        person=person_of(by),
        defaults={"signed_at": now, "created_at": now},
    )
    if is_new:
        record(by=by, action="coaching.three_way_sign", subject=contract, now=now)
    return contract


@transaction.atomic
def see(*, contract: ThreeWayContract, by: "User", now: datetime) -> None:
    """Whoever runs the program has read what they will see. The first one stays."""
    row = lock_row(contract)
    if row.seen_at is None:
        row.seen_at, row.seen_by = now, person_of(by)
        row.save(update_fields=["seen_at", "seen_by"])
        record(by=by, action="coaching.three_way_seen", subject=row, now=now)


@transaction.atomic
def give_facts(
    *, coaching: CoachingEngagement, until: date, by: "User", now: datetime
) -> FactsConsent:
    """The coach may read the coachee's facts until the end of that day, on the coachee's clock.

    Replaces an earlier consent; the same day again changes nothing. Raises TooLate for a day that has passed.
    """
    lock_row(coaching)
    day_after = datetime.combine(until + timedelta(days=1), time(), tzinfo=by.zone)
    if day_after <= now:
        raise TooLate
    live = coaching.facts_consents.filter(revoked_at=None, until=day_after).first()
    if live:
        return live
    _revoke(coaching, now)
    consent = FactsConsent.objects.create(
        coaching=coaching, given_at=now, until=day_after, created_at=now
    )
    record(by=by, action="coaching.facts_given", subject=consent, now=now)
    return consent


@transaction.atomic
def revoke_facts(*, coaching: CoachingEngagement, by: "User", now: datetime) -> None:
    """From this moment the coach reads nothing; twice is once."""
    lock_row(coaching)
    if _revoke(coaching, now):
        record(by=by, action="coaching.facts_revoked", subject=coaching, now=now)


def _revoke(coaching: CoachingEngagement, now: datetime) -> int:
    return coaching.facts_consents.filter(revoked_at=None).update(revoked_at=now)
