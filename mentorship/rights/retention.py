"""How long rows are kept, as one table, and the service that lets them go.

The days count from the field named in `since`. Where a row is `emptied`, it stays for the counts
and its texts go. docs/data-protection.md shows the same table; a test keeps the two alike.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from core.audit.retention import prune
from core.audit.services import record

YEAR = 365
ANY = Q()


@dataclass(frozen=True)
class Period:
    """Rows of `model` go `days` after `since`; with `emptied`, only these of their fields."""

    model: str
    since: str
    days: int
    why: str
    emptied: str = ""
    where: Q = ANY

    def due(self, now: datetime) -> "QuerySet[Model]":
        """The rows whose time is over."""
        rows = apps.get_model(self.model)._base_manager.filter(self.where)
        rows = rows.filter(**{f"{self.since}__lt": now - timedelta(days=self.days)})
        said = Q()
        for name in self.emptied.split():
            said |= ~Q(**{name: ""}) & Q(**{f"{name}__isnull": False})
        return rows.filter(said)


ENDED = "engagement__ended_at"
PERIODS = (
    Period("outbox.OutboxMessage", "settled_at", 30, "to answer what was sent"),
    Period("outbox.DemoMail", "created_at", 30, "the demo's mailbox"),
    Period("reminders.Reminder", "settled_at", 400, "so that nothing is sent twice"),
    Period("reminders.Digest", "created_at", 400, "goes with its reminders"),
    Period("reminders.Ask", "asked_at", 90, "the budget of asks looks back some weeks"),
    Period("drafts.Draft", "updated_at", 30, "what was begun and not sent"),
    Period("mentorship.SampleWork", "created_at", 30, "how making the sample went"),
    Period("participants.Invitation", "expires_at", 90, "to see who never came in"),
    Period(
        "questionnaires.Response", "created_at", YEAR, "answers that were never handed in",
        where=Q(state="draft"),
    ),
    Period(
        "engagements.Session", ENDED, 2 * YEAR, "notes of a relationship", "agenda notes place"
    ),
    Period(
        "engagements.Agreement", ENDED, 2 * YEAR, "words of a relationship",
        "expectations boundaries confidentiality",
    ),
    Period("engagements.Goal", ENDED, 2 * YEAR, "words of a relationship", "title success"),
    Period(
        "engagements.GoalUpdate", "goal__engagement__ended_at", 2 * YEAR,
        "words of a relationship", "evidence",
    ),
    Period("engagements.ActionItem", ENDED, 2 * YEAR, "words of a relationship", "text"),
    Period("engagements.CheckIn", ENDED, 2 * YEAR, "words of a relationship", "comment"),
    Period("engagements.ClosingReview", "written_at", 2 * YEAR, "why a relationship ended"),
    Period(
        "engagements.FlashBooking", "ends_at", 2 * YEAR, "words of a conversation",
        "mentee_line mentor_line",
    ),
    Period(
        "engagements.FlashSlot", "ends_at", 2 * YEAR, "what was offered, and where", "topic place"
    ),
    Period("engagements.HandOver", ENDED, 2 * YEAR, "words of a relationship"),
    Period("engagements.PartnerWish", ENDED, 2 * YEAR, "who wanted to go on with whom"),
    Period("engagements.ThemeInput", "taken_back_at", 1, "taken back; until then there is a way back"),
    Period("engagements.ThemeInput", "given_at", 2 * YEAR, "what somebody said to leaders"),
    Period("engagements.PooledRelease", "cut_at", 3 * YEAR, "what leaders have read, with the answer"),
    Period("engagements.Learning", "removed_at", 30, "taken away; until then there is a way back"),
    Period("engagements.Learning", "created_at", 5 * YEAR, "the author can take it away any day"),
    Period("engagements.JournalEntry", "written_at", 5 * YEAR, "the author can delete it any day"),
    Period("matching.Offer", "answered_at", 2 * YEAR, "why somebody declined", "decline_words"),
    Period("matching.MentorRequest", "created_at", 2 * YEAR, "a word to a mentor", "words"),
    Period("rotations.PlacementRefusal", "declined_at", 2 * YEAR, "why somebody declined", "words"),
    Period("rotations.CheckpointRating", "rated_at", 2 * YEAR, "words about a rotation", "note"),
    Period("rotations.DebriefSection", "written_at", 5 * YEAR, "the author can empty it any day"),
    Period(
        "rotations.CoachNote", "coaching__engagement__ended_at", 2 * YEAR,
        "the author can delete it any day",
    ),
    Period("rotations.FactsConsent", "until", 3 * YEAR, "who was allowed to read facts"),
    Period(
        "rotations.CoachProposal", "created_at", 2 * YEAR, "how a coach was chosen",
        where=Q(search__state__in=["started", "closed"]),
    ),
    Period("matching.TalkTime", "created_at", 2 * YEAR, "times of first talks"),
    Period("matching.PairDecision", "created_at", 2 * YEAR, "notes of the review", "reason"),
)  # fmt: skip
#: Who did and who read what.
LOGS_DAYS = 3 * YEAR
#: Short-lived rows that go with another row, or by their own room's sweep.
ELSEWHERE = {
    "outbox.DemoAttachment": "with its mail",
    "imports.ImportSource": "core.imports, 30 days after the import",
    "metrics.StaleFigure": "the next rollup",
    "imports.ImportRow": "core.imports, 30 days after the import",
}


def due(*, now: datetime) -> dict[str, int]:
    """How many rows of each model have come to their end."""
    found: Counter[str] = Counter()
    for period in PERIODS:
        found[period.model] += period.due(now).count()
    return dict(found)


@transaction.atomic
def purge(*, now: datetime) -> dict[str, int]:
    """Let go what is due; how many rows by model, with "audit" and "sessions".

    Safe to run at any time.
    """
    gone: dict[str, int] = Counter()
    for period in PERIODS:
        gone[period.model] += _let_go(period, now)
    gone["sessions"] = _forget_sessions(now)
    gone["audit"] = prune(before=now - timedelta(days=LOGS_DAYS))
    gone = {name: number for name, number in gone.items() if number}
    if gone:
        facts = {name.replace(".", "_").lower(): number for name, number in gone.items()}
        record(by=None, action="retention.purge", subject=None, now=now, facts=facts)
    return gone


def _forget_sessions(now: datetime) -> int:
    """Drop the sign-in sessions that have run out."""
    number, _by_model = Session.objects.filter(expire_date__lte=now).delete()
    return number


def _let_go(period: Period, now: datetime) -> int:
    rows = period.due(now)
    if period.emptied:
        return rows.update(**dict.fromkeys(period.emptied.split(), ""))
    number = rows.count()
    rows.delete()
    return number
