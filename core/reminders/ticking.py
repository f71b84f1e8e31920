"""The tick: what is due becomes mail, a batch of people in each transaction.

People and their due reminders are claimed with SKIP LOCKED and the outbox rows are written in the
same transaction, so two ticks at a time, or one that dies halfway, send nothing twice and lose
nothing. A batch in which something raises is served person by person, so that nobody waits for
whoever can't be served.
"""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import datetime
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet

from core.accounts.models import User
from core.doorbell import silent
from core.outbox.services import Letter, ring_for
from core.reminders import outcomes, wishes
from core.reminders.claimed import Claimed, claim, digest_key, key_of
from core.reminders.enums import OPEN
from core.reminders.kinds import ReminderKind, kind_named
from core.reminders.models import Digest, Reminder

Due = tuple[Reminder, ReminderKind]

PEOPLE_PER_TICK = 500
#: People in one transaction, and the most of each person's reminders, on average.
TOGETHER, REMINDERS_EACH = 50, 500


def tick(*, now: datetime) -> int:
    """Serve everybody who has something due; returns how many reminders went into the outbox.

    Raises what serving somebody has raised, after all others were served.
    """
    rows = due(now).order_by("recipient").values_list("recipient", flat=True).distinct()
    people = list(rows[:PEOPLE_PER_TICK])
    batches = [people[n : n + TOGETHER] for n in range(0, len(people), TOGETHER)]
    sent: list[int] = []
    try:
        with silent():
            _serve_all(batches, now, sent)
    finally:
        ring_for(sum(sent))
    return sum(sent)


def due(now: datetime) -> "QuerySet[Reminder]":
    """Reminders that a tick at `now` looks at."""
    return Reminder.objects.filter(state__in=OPEN, act_at__lte=now)


def _serve_all(batches: list[list[UUID]], now: datetime, sent: list[int]) -> None:
    """Each batch in a transaction; the people of one that raises each in their own.

    A database that is gone is gone for all: nobody else is tried. The stack goes on with the next
    whatever one raises, and raises at its end.
    """
    with ExitStack() as waiting:

        def serve(people: list[UUID]) -> None:
            try:
                sent.append(_serve(people, now))
            except (InterfaceError, OperationalError):
                waiting.pop_all()
                raise
            except Exception:
                if len(people) > 1:
                    wait([each] for each in people)
                raise

        def wait(groups: Iterable[list[UUID]]) -> None:
            for people in reversed(list(groups)):
                waiting.callback(serve, people)

        wait(batches)


@transaction.atomic
def _serve(people: Sequence[UUID], now: datetime) -> int:
    users = User.objects.select_for_update(skip_locked=True, no_key=True).order_by("pk")
    found = list(users.filter(pk__in=people))
    mine = due(now).filter(recipient__in=found).order_by("recipient_id", "due_at", "id")
    mine = mine.select_for_update(skip_locked=True, of=("self",))
    claimed = claim(found, mine[: REMINDERS_EACH * len(found)], now)
    sent = sum(_serve_one(claimed, user, theirs) for user, theirs in claimed.by_person())
    claimed.write()
    return sent


def _serve_one(claimed: Claimed, user: User, reminders: list[Reminder]) -> int:
    alone: list[Due] = []
    together: list[Due] = []
    for reminder, kind in _wanted(user, reminders, claimed.now):
        single = user.delivery == User.Delivery.SINGLE or not kind.digestible or kind.urgent
        (alone if single else together).append((reminder, kind))
    sent = sum(_send_alone(claimed, reminder, kind, user) for reminder, kind in alone)
    return sent + _send_together(claimed, [reminder for reminder, _kind in together], user)


def _wanted(user: User, reminders: list[Reminder], now: datetime) -> list[Due]:
    """The person's due reminders without those that need not go out any more."""
    wanted = []
    for reminder in reminders:
        kind = kind_named(reminder.kind)
        reason = outcomes.reason_to_skip(reminder, kind, user, now)
        if reason is not None:
            outcomes.skip(reminder, reason, now)
        elif kind is not None:
            wanted.append((reminder, kind))
    return wanted


def _send_alone(claimed: Claimed, reminder: Reminder, kind: ReminderKind, user: User) -> bool:
    now = claimed.now
    allowed = now if kind.urgent else wishes.next_allowed(user, now)
    if allowed > now:
        outcomes.hold(reminder, allowed, now)
        return False
    key = key_of(reminder)
    if not claimed.spend(user, kind.name, key, force=kind.urgent):
        outcomes.carry_over(reminder, user, now)
        return False
    outcomes.send(reminder, now)
    claimed.letters.append(Letter("reminders.single", user, {"reminder": reminder.pk}, key))
    return True


def _send_together(claimed: Claimed, reminders: list[Reminder], user: User) -> int:
    """One summary, if it is time for it and the day's has not gone out; the rest waits."""
    now, sent_today = claimed.now, claimed.has_summary(user)
    ripe = []
    for reminder in reminders:
        if not sent_today and wishes.belongs_to_a_digest_now(user, reminder.due_at, now):
            ripe.append(reminder)
        else:
            outcomes.hold(reminder, wishes.next_digest(user, now), now)
    return _send_digest(claimed, ripe, user) if ripe else 0


def _send_digest(claimed: Claimed, reminders: list[Reminder], user: User) -> int:
    now, day = claimed.now, claimed.days[user.pk]
    key = digest_key(user, day)
    if not claimed.spend(user, "reminders.digest", key):
        for reminder in reminders:
            outcomes.carry_over(reminder, user, now)
        return 0
    digest = Digest(recipient=user, day=day, created_at=now)
    claimed.digests.append(digest)
    for reminder in reminders:
        outcomes.send(reminder, now, digest)
    claimed.letters.append(Letter("reminders.digest", user, {"digest": digest.pk}, key))
    return len(reminders)
