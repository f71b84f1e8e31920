"""What one transaction of a tick has claimed, what it has spent and written: kept at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from core.accounts.models import User
from core.outbox.services import Letter, enqueue_all
from core.reminders import budget, outcomes, wishes
from core.reminders.models import Digest, Reminder

ROWS = 500


def key_of(reminder: Reminder) -> str:
    """What a reminder's own mail is known by."""
    return f"reminder:{reminder.pk}"


def digest_key(user: User, day: date) -> str:
    """What a summary is known by."""
    return f"digest:{user.pk}:{day}"


@dataclass
class Claimed:
    """People and their due reminders, both locked; a fixed number of queries for any number."""

    people: dict[UUID, User]
    reminders: list[Reminder]
    now: datetime
    letters: list[Letter] = field(default_factory=list)
    digests: list[Digest] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the weeks and the summaries of the people."""
        self.days = {key: wishes.digest_day(user, self.now) for key, user in self.people.items()}
        keys = {key_of(reminder) for reminder in self.reminders}
        keys |= {digest_key(user, self.days[key]) for key, user in self.people.items()}
        self.ledger = budget.Ledger(self.people.values(), keys, self.now)
        sent = Digest.objects.filter(recipient__in=self.people, day__in=set(self.days.values()))
        self._summed_up = set(sent.values_list("recipient", "day"))

    def by_person(self) -> Iterator[tuple[User, list[Reminder]]]:
        """Each person with what is due, in its order."""
        for key, theirs in groupby(self.reminders, key=lambda each: each.recipient_id):
            user, listed = self.people[key], list(theirs)
            for reminder in listed:
                reminder.recipient = user
            yield user, listed

    def has_summary(self, user: User) -> bool:
        """Whether the day's summary has gone out."""
        return (user.pk, self.days[user.pk]) in self._summed_up

    def spend(self, user: User, kind: str, key: str, *, force: bool = False) -> bool:
        """Take one ask from the person's week, if it has one left."""
        return self.ledger.spend(recipient=user, kind=kind, key=key, force=force)

    def write(self) -> None:
        """Keep all of it."""
        Digest.objects.bulk_create(self.digests)
        Reminder.objects.bulk_update(self.reminders, outcomes.NOTED, batch_size=ROWS)
        self.ledger.write()
        enqueue_all(self.letters, now=self.now)


def claim(people: Iterable[User], reminders: Iterable[Reminder], now: datetime) -> Claimed:
    """From rows that are locked."""
    return Claimed({user.pk: user for user in people}, list(reminders), now)
