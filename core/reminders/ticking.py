"""The tick: what is due becomes mail, person by person, each in one transaction.

A person and their due reminders are claimed with SKIP LOCKED and the outbox row is written in the
same transaction, so two ticks at a time, or one that dies halfway, send nothing twice and lose
nothing.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from core.accounts.models import User
from core.doorbell import silent
from core.outbox.services import enqueue, ring_for
from core.reminders import budget, outcomes, wishes
from core.reminders.enums import OPEN
from core.reminders.kinds import ReminderKind, kind_named
from core.reminders.models import Digest, Reminder

Due = tuple[Reminder, ReminderKind]

PEOPLE_PER_TICK = 500
REMINDERS_AT_ONCE = 500


def tick(*, now: datetime) -> int:
    """Serve everybody who has something due; returns how many reminders went into the outbox."""
    people = due(now).order_by("recipient").values_list("recipient", flat=True).distinct()
    with silent():
        sent = sum(_serve(recipient, now) for recipient in list(people[:PEOPLE_PER_TICK]))
    ring_for(sent)
    return sent


def due(now: datetime) -> "QuerySet[Reminder]":
    """Reminders that a tick at `now` looks at."""
    return Reminder.objects.filter(state__in=OPEN, act_at__lte=now)


@transaction.atomic
def _serve(recipient: UUID, now: datetime) -> int:
    people = User.objects.select_for_update(skip_locked=True, no_key=True)
    user = people.filter(pk=recipient).first()
    if user is None:
        return 0
    alone: list[Due] = []
    together: list[Due] = []
    for reminder, kind in _wanted(user, now):
        single = user.delivery == User.Delivery.SINGLE or not kind.digestible or kind.urgent
        (alone if single else together).append((reminder, kind))
    sent = sum(_send_alone(reminder, kind, user, now) for reminder, kind in alone)
    return sent + _send_together([reminder for reminder, _kind in together], user, now)


def _wanted(user: User, now: datetime) -> list[Due]:
    """The person's due reminders, claimed, without those that need not go out any more."""
    mine = due(now).filter(recipient=user).order_by("due_at", "id")
    wanted = []
    for reminder in mine.select_for_update(skip_locked=True, of=("self",))[:REMINDERS_AT_ONCE]:
        kind = kind_named(reminder.kind)
        reason = outcomes.reason_to_skip(reminder, kind, user, now)
        if reason is not None:
            outcomes.skip(reminder, reason, now)
        elif kind is not None:
            wanted.append((reminder, kind))
    return wanted


def _send_alone(reminder: Reminder, kind: ReminderKind, user: User, now: datetime) -> bool:
    allowed = now if kind.urgent else wishes.next_allowed(user, now)
    if allowed > now:
        outcomes.hold(reminder, allowed, now)
        return False
    key = f"reminder:{reminder.pk}"
    if not budget.spend(recipient=user, kind=kind.name, key=key, now=now, force=kind.urgent):
        outcomes.carry_over(reminder, user, now)
        return False
    outcomes.send(reminder, now)
    _enqueue("reminders.single", user, {"reminder": reminder.pk}, key, now)
    return True


def _send_together(reminders: list[Reminder], user: User, now: datetime) -> int:
    """One summary, if it is time for it and the day's has not gone out; the rest waits."""
    day = wishes.digest_day(user, now)
    sent_today = Digest.objects.filter(recipient=user, day=day).exists()
    ripe = []
    for reminder in reminders:
        if not sent_today and wishes.belongs_to_a_digest_now(user, reminder.due_at, now):
            ripe.append(reminder)
        else:
            outcomes.hold(reminder, wishes.next_digest(user, now), now)
    return _send_digest(ripe, user, day, now) if ripe else 0


def _send_digest(reminders: list[Reminder], user: User, day: date, now: datetime) -> int:
    key = f"digest:{user.pk}:{day}"
    if not budget.spend(recipient=user, kind="reminders.digest", key=key, now=now):
        for reminder in reminders:
            outcomes.carry_over(reminder, user, now)
        return 0
    digest = Digest.objects.create(recipient=user, day=day, created_at=now)
    for reminder in reminders:
        outcomes.send(reminder, now, digest)
    _enqueue("reminders.digest", user, {"digest": digest.pk}, key, now)
    return len(reminders)


def _enqueue(kind: str, user: User, parameters: dict[str, object], key: str, now: datetime) -> None:
    enqueue(kind=kind, recipient=user, parameters=parameters, dedupe_key=key, now=now)
