"""How this room's reminders read, and when they are moot."""

from collections.abc import Callable
from datetime import date, datetime

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from core.reminders import kinds
from core.reminders.kinds import Line
from core.reminders.models import Reminder
from engagements.enums import OPEN_STATES, EngagementState, SessionState
from engagements.models import CheckIn, Engagement, Session
from engagements.naming import called_for_user
from engagements.selectors.agreements import latest_agreement
from engagements.selectors.relationships import ends_at
from engagements.services import nudges
from programs.selectors.terms import changes


def _session(reminder: Reminder) -> Session | None:
    rows = Session.objects.select_related("engagement").filter(pk=reminder.subject_id)
    return rows.first()


def _engagement(reminder: Reminder) -> Engagement | None:
    return Engagement.objects.filter(pk=reminder.subject_id).first()


def _check_in(reminder: Reminder) -> CheckIn | None:
    rows = CheckIn.objects.select_related("engagement").filter(pk=reminder.subject_id)
    return rows.first()


def _session_line(sentence: str) -> Callable[[Reminder], Line | None]:
    def line(reminder: Reminder) -> Line | None:
        session = _session(reminder)
        if session is None:
            return None
        start = timezone.localtime(session.starts_at)
        words = {
            "names": called_for_user(session.engagement, reminder.recipient_id),
            "day": formats.date_format(start, "l j F"),
            "time": formats.time_format(start),
        }
        return Line(_(sentence) % words, reverse("engagements:session", args=[session.pk]))

    return line


def _engagement_line(sentence: str, url_name: str) -> Callable[[Reminder], Line | None]:
    def line(reminder: Reminder) -> Line | None:
        engagement = _engagement(reminder)
        if engagement is None:
            return None
        words = {"names": called_for_user(engagement, reminder.recipient_id)}
        return Line(_(sentence) % words, reverse(url_name, args=[engagement.pk]))

    return line


def _check_in_line(reminder: Reminder) -> Line | None:
    checkin = _check_in(reminder)
    if checkin is None:
        return None
    text = _("How is it going with %(names)s? Your check-in takes a minute") % {
        "names": called_for_user(checkin.engagement, reminder.recipient_id)
    }
    return Line(text, reverse("engagements:checkin", args=[checkin.pk]))


def session_is_ahead(reminder: Reminder, now: datetime) -> bool:
    """Not for a session that was moved, cancelled, or has begun."""
    session = _session(reminder)
    return bool(session and session.state == SessionState.PLANNED and session.starts_at > now)


def session_is_unlogged(reminder: Reminder, now: datetime) -> bool:
    """Only for one that is still called planned after its end."""
    session = _session(reminder)
    return bool(session and session.state == SessionState.PLANNED and ends_at(session) <= now)


def check_in_is_open(reminder: Reminder, now: datetime) -> bool:
    """Not for one that was answered or that a later one has replaced."""
    checkin = _check_in(reminder)
    if checkin is None or checkin.answered_at or not _goes_on(checkin.engagement):
        return False
    later = CheckIn.objects.filter(
        engagement=checkin.engagement, person=checkin.person, due_on__gt=checkin.due_on
    )
    return not later.exists()


def nothing_is_planned(reminder: Reminder, now: datetime) -> bool:
    """Not once they have planned or met."""
    engagement = _engagement(reminder)
    if engagement is None or not _goes_on(engagement):
        return False
    since = reminder.occurrence_key.removeprefix("since ")
    sessions = engagement.sessions
    ahead = sessions.filter(state=SessionState.PLANNED, starts_at__gt=now).exists()
    met = sessions.filter(state=SessionState.HELD, starts_at__date__gt=since).exists()
    return not (ahead or met)


def signature_is_missing(reminder: Reminder, now: datetime) -> bool:
    """Only for the latest version, and for who has not signed it."""
    engagement = _engagement(reminder)
    if engagement is None or not _goes_on(engagement):
        return False
    agreement = latest_agreement(engagement)
    if reminder.occurrence_key != f"version {agreement.version if agreement else 0}":
        return False
    signed = agreement and agreement.signatures.filter(person__user=reminder.recipient_id).exists()
    return not signed


def _term_line(reminder: Reminder) -> Line | None:
    engagement = _engagement(reminder)
    if engagement is None:
        return None
    words = {
        "names": called_for_user(engagement, reminder.recipient_id),
        "day": formats.date_format(date.fromisoformat(reminder.occurrence_key), "DATE_FORMAT"),
    }
    text = _("Partners change on %(day)s. Would you rather stay with %(names)s? Say so") % words
    return Line(text, reverse("engagements:next", args=[engagement.pk]))


def term_is_ahead(reminder: Reminder, now: datetime) -> bool:
    """Not once the day has moved or passed."""
    rows = Engagement.objects.select_related("cohort", "track")
    engagement = rows.filter(pk=reminder.subject_id).first()
    if engagement is None or engagement.state not in OPEN_STATES:
        return False
    day = date.fromisoformat(reminder.occurrence_key)
    return day >= now.date() and day in changes(engagement.cohort, engagement.track)


def _goes_on(engagement: Engagement) -> bool:
    return engagement.state == EngagementState.ACTIVE


def register() -> None:
    """Called once from AppConfig.ready()."""
    kinds.register(
        nudges.UPCOMING,
        label=gettext_lazy("Upcoming meetings"),
        description=gettext_lazy("A day before you meet."),
        line=_session_line(gettext_noop("You meet with %(names)s on %(day)s at %(time)s")),
        still_needed=session_is_ahead,
    )
    kinds.register(
        nudges.TOOK_PLACE,
        label=gettext_lazy("Meetings to log"),
        description=gettext_lazy("After a planned meeting, until one of you says how it went."),
        line=_session_line(gettext_noop("Did you meet with %(names)s on %(day)s? One tap logs it")),
        still_needed=session_is_unlogged,
    )
    kinds.register(
        nudges.CHECK_IN,
        label=gettext_lazy("Check-ins"),
        description=gettext_lazy("When your program asks how it is going."),
        line=_check_in_line,
        still_needed=check_in_is_open,
    )
    kinds.register(
        nudges.PLAN,
        label=gettext_lazy("Time to plan"),
        description=gettext_lazy("When you have not met for longer than you agreed."),
        line=_engagement_line(
            gettext_noop("Nothing is planned with %(names)s. Find the next time?"),
            "engagements:plan",
        ),
        still_needed=nothing_is_planned,
    )
    kinds.register(
        nudges.SIGN,
        label=gettext_lazy("Agreements to sign"),
        description=gettext_lazy("A week after an agreement was written."),
        line=_engagement_line(
            gettext_noop("Your agreement with %(names)s waits for you"), "engagements:agreement"
        ),
        still_needed=signature_is_missing,
    )
    kinds.register(
        nudges.TERM,
        label=gettext_lazy("Change of mentors or partners"),
        description=gettext_lazy("Two weeks before mentors or partners change in your track."),
        line=_term_line,
        still_needed=term_is_ahead,
    )
