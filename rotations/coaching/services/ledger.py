"""Lines of the ledger: written once, never changed; the database refuses an overdraft."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit.services import record
from core.events.services import append
from core.outbox.services import enqueue
from engagements.booking import BookingRefused
from engagements.models import Session
from programs.enums import ProgramRoleKind
from programs.models import ProgramRole
from rotations.coaching.enums import HoursKind
from rotations.coaching.selectors.hours import booked_for, left_of, minutes_left
from rotations.coaching.words import in_hours
from rotations.models import CoachingContract, CoachingEngagement, HoursEntry

OVERRUN_MAIL = "coaching.overrun"
CONTRACT, GRANT = "hours_within_contract", "hours_within_grant"


@transaction.atomic
def reserve(
    *, coaching: CoachingEngagement, session: Session, by: User | None, now: datetime
) -> None:
    """Book the session's minutes, or as many as it needs now. Raises BookingRefused."""
    _within_term(coaching.contract, session)
    if (booked := booked_for(session)) == session.minutes:
        return
    if booked:
        _write(coaching, session, HoursKind.RELEASED, booked, by, now)
    try:
        with transaction.atomic():
            _write(coaching, session, HoursKind.RESERVED, -session.minutes, by, now)
    except IntegrityError as error:
        raise _refused(error, coaching, session) from error


@transaction.atomic
def release(
    *, coaching: CoachingEngagement, session: Session, by: User | None, now: datetime
) -> None:
    """Give back what was booked for the session; nothing booked, nothing written."""
    if booked := booked_for(session):
        _write(coaching, session, HoursKind.RELEASED, booked, by, now)


@transaction.atomic
def use(*, coaching: CoachingEngagement, session: Session, by: User | None, now: datetime) -> None:
    """The session was held: always written, and flagged where it goes beyond what is left."""
    release(coaching=coaching, session=session, by=by, now=now)
    _write(coaching, session, HoursKind.USED, -session.minutes, by, now)
    if minutes_left(coaching) < 0:
        record(by=by, action="coaching.overrun", subject=coaching, now=now)
        append(
            kind="rotations.hours_overrun",
            subject=coaching,
            payload={"contract": coaching.contract_id, "session": session.pk},
            now=now,
            by=by,
        )
        _tell_owners(coaching, session, now)


@transaction.atomic
def reverse(
    *, coaching: CoachingEngagement, session: Session, by: User | None, now: datetime
) -> None:
    """The log was taken back: each line that it wrote is answered by its opposite."""
    used = HoursEntry.objects.filter(session=session, kind=HoursKind.USED, reversal=None)
    for line in used:
        given_back = HoursEntry.objects.filter(
            session=session, kind=HoursKind.RELEASED, reversal=None, at=line.at
        )
        for row in (line, *given_back):
            _write(coaching, session, HoursKind.REVERSED, -row.minutes, by, now, reverses=row)


def _tell_owners(coaching: CoachingEngagement, session: Session, now: datetime) -> None:
    owners = ProgramRole.objects.filter(
        program=coaching.contract.program, role=ProgramRoleKind.OWNER
    )
    for user in User.objects.filter(is_active=True, person__program_roles__in=owners):
        enqueue(
            kind=OVERRUN_MAIL,
            recipient=user,
            parameters={"contract": coaching.contract_id},
            dedupe_key=f"{OVERRUN_MAIL}:{session.pk}:{user.pk}",
            now=now,
        )


def _write(
    coaching: CoachingEngagement,
    session: Session,
    kind: HoursKind,
    minutes: int,
    by: User | None,
    now: datetime,
    **more: Any,
) -> HoursEntry:
    return HoursEntry.objects.create(
        contract=coaching.contract,
        coaching=coaching,
        session=session,
        kind=kind,
        minutes=minutes,
        at=now,
        by=by,
        created_at=now,
        **more,
    )


def _within_term(contract: CoachingContract, session: Session) -> None:
    day = timezone.localdate(session.starts_at)
    if not contract.starts_on <= day <= contract.expires_on:
        dates = {
            "from": formats.date_format(contract.starts_on),
            "until": formats.date_format(contract.expires_on),
        }
        raise BookingRefused(_("The contract runs from %(from)s until %(until)s.") % dates)


def _refused(
    error: IntegrityError, coaching: CoachingEngagement, session: Session
) -> BookingRefused:
    """What the database said, in words. Raises the error itself if it is about something else."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
    if name not in (CONTRACT, GRANT):
        raise error
    left = minutes_left(coaching) if name == GRANT else left_of(coaching.contract)
    facts = {"left": in_hours(max(left, 0)), "wanted": in_hours(session.minutes)}
    return BookingRefused(
        _(
            "There is only %(left)s of coaching left, and this session takes %(wanted)s. Make it"
            " shorter, or ask whoever runs the program for more hours."
        )
        % facts
    )
