"""When members are reminded of what; the words are in engagements/reminding.py."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from core.accounts.models import User
from core.reminders.clock import morning_of
from core.reminders.services import cancel, schedule
from engagements.models import Agreement, CheckIn, Engagement, EngagementMember, Session

UPCOMING = "engagements.upcoming_session"
TOOK_PLACE = "engagements.took_place"
CHECK_IN = "engagements.check_in"
PLAN = "engagements.plan_session"
SIGN = "engagements.sign_agreement"
TERM = "engagements.term_ends"

A_DAY_BEFORE = timedelta(hours=24)
AN_HOUR_AFTER = timedelta(hours=1)
TO_SIGN = timedelta(days=7)
#: So long before mentors change, members hear of it.
BEFORE_TERM = timedelta(days=14)


def users_of(engagement: Engagement) -> list[User]:
    """The members who can sign in."""
    mine = {"person__memberships__engagement": engagement, "person__memberships__left_at": None}
    return list(User.objects.filter(is_active=True, **mine).order_by("pk"))


def remind_of_session(session: Session, *, now: datetime) -> None:
    """A day before, and an hour after it should have ended. Called again when it moves."""
    forget_session(session, now=now)
    key = session.starts_at.astimezone(UTC).isoformat(timespec="minutes")
    ends_at = session.starts_at + timedelta(minutes=session.minutes)
    dues = {UPCOMING: session.starts_at - A_DAY_BEFORE, TOOK_PLACE: ends_at + AN_HOUR_AFTER}
    for kind, due in dues.items():
        if due > now:
            _schedule(kind, session, users_of(session.engagement), key, due, now)


def forget_session(session: Session, *, now: datetime) -> None:
    """It moved, was cancelled or was logged."""
    for kind in (UPCOMING, TOOK_PLACE):
        cancel(kind=kind, subject=session, now=now)


def remind_to_sign(agreement: Agreement, *, now: datetime) -> None:
    """A week after a version was written, until everybody has signed it."""
    engagement, version = agreement.engagement, agreement.version
    cancel(kind=SIGN, subject=engagement, now=now, occurrence_key=_version(version - 1))
    due = agreement.created_at + TO_SIGN
    _schedule(SIGN, engagement, users_of(engagement), _version(version), due, now)


def remind_to_agree(engagement: Engagement, *, now: datetime) -> None:
    """A week after the start, for a relationship without any agreement."""
    due = engagement.started_at + TO_SIGN
    _schedule(SIGN, engagement, users_of(engagement), _version(0), due, now)


def remind_of_check_in(checkin: CheckIn, *, now: datetime) -> None:
    """On the morning of the day on which it is due."""
    user = checkin.person.user
    if user is not None and user.is_active:
        due = morning_of(checkin.due_on)
        _schedule(CHECK_IN, checkin, [user], str(checkin.due_on), due, now)


def remind_to_plan(engagement: Engagement, *, since: date, due: date, now: datetime) -> None:
    """Nothing is planned and the last session is long past; once per such gap."""
    key = f"since {since}"
    morning = morning_of(due)
    _schedule(PLAN, engagement, users_of(engagement), key, morning, now)


def forget_member(member: EngagementMember, *, now: datetime) -> None:
    """Somebody has left: of this relationship they are reminded of nothing."""
    user = member.person.user
    if user is None:
        return
    engagement = member.engagement
    for kind in (PLAN, SIGN):
        cancel(kind=kind, subject=engagement, recipient=user, now=now)
    for session in engagement.sessions.filter(starts_at__gt=now):
        for kind in (UPCOMING, TOOK_PLACE):
            cancel(kind=kind, subject=session, recipient=user, now=now)
    for checkin in engagement.checkins.filter(person=member.person_id, answered_at=None):
        cancel(kind=CHECK_IN, subject=checkin, now=now)


def remind_of_term(engagement: Engagement, *, day: date, now: datetime) -> None:
    """Two weeks before mentors change, or at once where that has passed."""
    due = morning_of(max(day - BEFORE_TERM, now.date()))
    _schedule(TERM, engagement, users_of(engagement), str(day), due, now)


def forget_engagement(engagement: Engagement, *, now: datetime) -> None:
    """It has ended."""
    for kind in (PLAN, SIGN, TERM):
        cancel(kind=kind, subject=engagement, now=now)
    for session in engagement.sessions.filter(state="planned"):
        forget_session(session, now=now)
    for checkin in engagement.checkins.filter(answered_at=None):
        cancel(kind=CHECK_IN, subject=checkin, now=now)


def _version(number: int) -> str:
    return f"version {number}"


def _schedule(
    kind: str,
    subject: Engagement | Session | CheckIn,
    users: Iterable[User],
    key: str,
    due: datetime,
    now: datetime,
) -> None:
    for user in users:
        schedule(
            kind=kind,
            subject=subject,
            recipient=user,
            occurrence_key=key,
            local_due=due,
            now=now,
        )
