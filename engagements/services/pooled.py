"""Input for leaders: asked for, given one by one, released in batches of many, and answered.

Everything that could tell who wrote is decided here; docs/adr/0028 says against whom.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from core.audit.services import record
from core.privacy.cells import FREE_TEXT_MINIMUM, Cell
from core.privacy.gateway import decide
from engagements.models import LeaderAnswer, PooledRelease, Theme, ThemeInput
from engagements.models.pooled import WAITS
from engagements.selectors.pooled import last_cut
from engagements.services.locking import free_key, lock_row, written_before
from engagements.services.pooled_nudges import (
    tell_of_answer,
    tell_of_question,
    tell_of_release,
)
from engagements.voices import voices_in
from participants.models import Person
from programs.models import Program

if TYPE_CHECKING:
    from core.accounts.models import User

#: So many different people at least are in a release.
MINIMUM = FREE_TEXT_MINIMUM


class NotAsked(Exception):
    """Nobody asks this person about this: the theme is closed, or they don't mentor upwards here."""


class AlreadyOut(Exception):
    """It has been released: it can be neither changed nor taken back."""


@transaction.atomic
def ask(
    *, program: Program, question: str, by: "User | None", asked_by: Person | None, now: datetime,
    key: UUID | None = None,
) -> Theme:  # fmt: skip
    """A theme to give input on; posted twice it is asked once."""
    if before := written_before(Theme, key, program=program):
        return before
    theme = Theme.objects.create(
        program=program, question=question.strip(), asked_by=asked_by, asked_at=now,
        created_at=now, **free_key(Theme, key),
    )  # fmt: skip
    tell_of_question(theme, now=now)
    record(by=by, action="pooled.ask", subject=theme, now=now)
    return theme


@transaction.atomic
def close(*, theme: Theme, by: "User | None", now: datetime) -> Theme:
    """No more input; what waits can still come to be enough and be released."""
    return _set_closed(theme, now, "pooled.close", by, now)


@transaction.atomic
def reopen(*, theme: Theme, by: "User | None", now: datetime) -> Theme:
    """It takes input again."""
    return _set_closed(theme, None, "pooled.reopen", by, now)


def _set_closed(
    theme: Theme, at: datetime | None, verb: str, by: "User | None", now: datetime
) -> Theme:
    theme = lock_row(theme)
    if theme.is_open != (at is None):
        theme.closed_at = at
        theme.save(update_fields=["closed_at"])
        record(by=by, action=verb, subject=theme, now=now)
    return theme


@transaction.atomic
def give(
    *, theme: Theme, author: Person, words: str, by: "User | None", now: datetime
) -> ThemeInput:
    """The author's words, in place of those of theirs that still wait. Raises NotAsked."""
    theme = lock_row(theme)
    _must_be_asked(theme, author)
    row = theme.inputs.filter(WAITS, author=author).first()
    if row and row.words == words.strip():
        return row
    row = row or ThemeInput(theme=theme, author=author, created_at=now)
    row.words, row.given_at = words.strip(), now
    row.save()
    # About the theme and not about the row: the log shall not lead to somebody's words.
    record(by=by, action="pooled.give", subject=theme, now=now)
    return row


@transaction.atomic
def take_back(*, said: ThemeInput, by: "User | None", now: datetime) -> ThemeInput:
    """Nobody will read it. Twice is once. Raises AlreadyOut."""
    theme, row = _locked(said)
    if row.released_at is not None:
        raise AlreadyOut
    if row.taken_back_at is None:
        row.taken_back_at = now
        row.save(update_fields=["taken_back_at"])
        record(by=by, action="pooled.take_back", subject=theme, now=now)
    return row


@transaction.atomic
def put_back(*, said: ThemeInput, by: "User | None", now: datetime) -> ThemeInput:
    """The way back, as if it were given now. Raises NotAsked, also where other words wait meanwhile."""
    theme, row = _locked(said)
    if row.taken_back_at is None:
        return row
    if theme.inputs.filter(WAITS, author=row.author_id).exists():
        raise NotAsked
    _must_be_asked(theme, row.author)
    row.taken_back_at, row.given_at = None, now
    row.save(update_fields=["taken_back_at", "given_at"])
    record(by=by, action="pooled.give", subject=theme, now=now)
    return row


def _locked(said: ThemeInput) -> tuple[Theme, ThemeInput]:
    """The theme first, as everywhere here: a release and who takes back take turns."""
    return lock_row(said.theme), lock_row(said)


def _must_be_asked(theme: Theme, author: Person) -> None:
    if not theme.is_open or not voices_in(theme.program_id).filter(person=author).exists():
        raise NotAsked


def release_due(*, now: datetime) -> int:
    """Release what has come to be enough by this week's cut; how many batches. Safe to call again.

    What is given after the cut waits for the next, so that no moment of a release tells who has
    just written.
    """
    waiting = ThemeInput.objects.filter(WAITS, given_at__lt=last_cut(now))
    themes = Theme.objects.filter(pk__in=waiting.order_by().values("theme")).order_by("pk")
    return sum(_release(theme, now) is not None for theme in themes)


@transaction.atomic
def _release(theme: Theme, now: datetime) -> PooledRelease | None:
    theme, cut = lock_row(theme), last_cut(now)
    if theme.releases.filter(cut_at__gte=cut).exists():
        return None
    waiting = theme.inputs.select_for_update().filter(
        WAITS, given_at__lt=cut, author__in=voices_in(theme.program_id).values("person"),
    )  # fmt: skip
    rows = list(waiting)
    people = frozenset(row.author_id for row in rows)
    if not decide([Cell("theme", "all", people)], minimum=MINIMUM).released:
        return None
    # In the order of letters: nothing but the words decides it.
    words = sorted((row.words for row in rows), key=lambda text: (text.casefold(), text))
    batch = PooledRelease.objects.create(
        theme=theme, cut_at=cut, number=len(people), words=words, created_at=cut
    )
    ThemeInput.objects.filter(pk__in=[row.pk for row in rows]).update(released_at=cut)
    tell_of_release(batch, now=now)
    record(by=None, action="pooled.release", subject=batch, now=now, facts={"people": len(people)})
    return batch


@transaction.atomic
def answer(
    *, release: PooledRelease, author: Person, text: str, by: "User | None", now: datetime
) -> LeaderAnswer:
    """What leaders say to it, in place of what they said before."""
    release = lock_row(release)
    row = LeaderAnswer.objects.filter(release=release).first()
    row = row or LeaderAnswer(release=release, created_at=now)
    row.author, row.text, row.answered_at = author, text.strip(), now
    row.save()
    tell_of_answer(row, now=now)
    record(by=by, action="pooled.answer", subject=row, now=now)
    return row


@transaction.atomic
def withdraw_answer(*, given: LeaderAnswer, by: "User | None", now: datetime) -> None:
    """There is no answer any more."""
    record(by=by, action="pooled.withdraw_answer", subject=given, now=now)
    given.delete()
