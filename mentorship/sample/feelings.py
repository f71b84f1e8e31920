"""What people of the sample say about how it goes: check-ins, and journals of their own."""

import random
from datetime import datetime, timedelta

from engagements.models import CheckIn, Engagement
from engagements.services import checkins, journals
from mentorship.sample.clock import Act, Clock
from mentorship.sample.pairs import Pair
from mentorship.sample.program import account
from mentorship.sample.stories import Story
from mentorship.sample.words import texts

#: How likely an answer is, and how well they say that they fit, at least and at most.
MOODS = {
    Story.STALLED: (0.4, 2, 3),
    Story.SILENT: (0.3, 2, 3),
    Story.SLOW: (0.7, 3, 4),
    Story.STRONG: (0.95, 4, 5),
}
USUAL = (0.85, 3, 5)


def follow(clock: Clock, pair: Pair, now: datetime) -> None:
    """Check-ins at the rhythm of the track, and the mentee's journal now and then."""
    every = timedelta(days=pair.engagement.track.checkin_every_days)
    clock.every(now + every + timedelta(hours=1), every, lambda at: _check_in(clock, pair, at))
    if pair.story == Story.HERO or pair.number % 4 == 0:
        entries = texts("pairs")["journal"]
        for number in range(5 if pair.story == Story.HERO else 2):
            moment = now + timedelta(days=30 + 23 * number, hours=pair.number)
            entry = entries[(pair.number + number) % len(entries)]
            clock.at(moment, _writing(pair, entry, shared=number == 1))
    if pair.story == Story.HELP:
        clock.at(clock.end - timedelta(days=2, hours=3), lambda at: _ask_for_help(pair, at))


def _check_in(clock: Clock, pair: Pair, now: datetime) -> None:
    if pair.is_over():
        return
    chance = random.Random(f"{pair.number} {now:%Y%m%d}")  # noqa: S311 - a story, not a secret
    likely, worst, best = MOODS.get(pair.story, USUAL)
    for row in checkins.open_due(engagement=Engagement.objects.get(pk=pair.engagement.pk), now=now):
        waits = pair.story == Story.HELP and now + timedelta(days=35) > clock.end
        if chance.random() < likely and now + timedelta(days=4) < clock.end and not waits:
            moment = now + timedelta(days=chance.uniform(0.1, 3))
            clock.at(moment, _answering(pair, row, chance.randint(worst, best), chance))


def _answering(pair: Pair, row: CheckIn, fit: int, chance: random.Random) -> Act:
    said = texts("pairs")["quiet" if fit < 3 else "thanks"]
    comment, progress = chance.choice(said), max(1, fit - chance.randint(0, 1))

    def act(now: datetime) -> None:
        if pair.is_over():
            return
        person = pair.mentor if row.person_id == pair.mentor.pk else pair.mentee
        checkins.answer(
            checkin=row, fit=fit, progress=progress, comment=comment, by=account(person), now=now
        )

    return act


def _ask_for_help(pair: Pair, now: datetime) -> None:
    row = CheckIn.objects.filter(engagement=pair.engagement, person=pair.mentee).last()
    if row is not None:
        checkins.answer(
            checkin=row, fit=3, progress=3, comment=texts("pairs")["help"], wants_help=True,
            by=account(pair.mentee), now=now,
        )  # fmt: skip


def _writing(pair: Pair, entry: dict[str, str], *, shared: bool) -> Act:
    def act(now: datetime) -> None:
        if pair.is_over():
            return
        by = account(pair.mentee)
        row = journals.write(
            author=pair.mentee, text=entry["text"], prompt=entry["prompt"], by=by, now=now
        )
        if shared:
            journals.share(entry=row, engagement=pair.engagement, by=by, now=now)

    return act
