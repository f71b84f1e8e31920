"""Pairs are pinned before a run, and every run begins with them kept."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from core.audit.services import record
from engagements.services.locking import lock_row
from matching.adapter import in_order, is_peers, roles_of_pair
from matching.enums import DecisionKind
from matching.models import MatchRun, PairDecision, PinnedPair
from matching.selectors.pins import live
from programs.enums import EnrolmentState
from programs.models import Enrolment

if TYPE_CHECKING:
    from core.accounts.models import User


class NotTogether(Exception):
    """They are no mentor and mentee, or two peers, who are selected in one track of a cohort."""


@transaction.atomic
def pin(*, mentee: Enrolment, mentor: Enrolment, by: "User | None", now: datetime) -> PinnedPair:
    """Pin these two, in place of another mentor pinned for the mentee; twice is once.

    What stands against a pin does not prevent it: selectors.pins says it before any run. Raises
    NotTogether.
    """
    mentee = lock_row(mentee)
    places = {(each.cohort_id, each.track_id, each.state) for each in (mentee, mentor)}
    roles = (mentee.role, mentor.role)
    wanted = roles_of_pair(mentee.track)
    if (
        mentee.pk == mentor.pk
        or roles != wanted
        or places != {(mentee.cohort_id, mentee.track_id, EnrolmentState.SELECTED)}
    ):
        raise NotTogether
    mentee, mentor = in_order(mentee.track, mentee, mentor)
    for before in PinnedPair.objects.filter(_in_place_of(mentee, mentor), ended_at=None):
        if (before.mentee_id, before.mentor_id) == (mentee.pk, mentor.pk):
            return before
        _end(before, by, now)
    row = PinnedPair.objects.create(mentee=mentee, mentor=mentor, by=by, created_at=now)
    record(by=by, action="matching.pin", subject=row, now=now)
    return row


@transaction.atomic
def unpin(*, pinned: PinnedPair, by: "User | None", now: datetime) -> PinnedPair:
    """Take a pin out; twice is once. A run that is done keeps the pair as long as its review does."""
    row = lock_row(pinned)
    if row.ended_at is None:
        _end(row, by, now)
    return row


def _in_place_of(mentee: Enrolment, mentor: Enrolment) -> Q:
    """The pins that a new one ends: a mentee has one, and so has each peer."""
    if not is_peers(mentee.track):
        return Q(mentee=mentee)
    peers = [mentee, mentor]
    return Q(mentee__in=peers) | Q(mentor__in=peers)


def _end(row: PinnedPair, by: "User | None", now: datetime) -> None:
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    record(by=by, action="matching.unpin", subject=row, now=now)


def _movable(run: MatchRun, row: PinnedPair) -> set[object]:
    """Whoever of the two could be kept elsewhere."""
    return {row.mentee_id, row.mentor_id} if is_peers(run.track) else {row.mentee_id}


def keep_pinned(run: MatchRun, now: datetime) -> None:
    """Begin a run with its track's pins kept, unless something else was decided about a pair, or a
    mentor was kept for the mentee, in the run that it repeats.
    """
    decided = PairDecision.objects.filter(run=run, undone_at=None)
    couples = set(decided.values_list("mentee", "mentor"))
    locks = decided.filter(kind=DecisionKind.LOCK)
    kept = set(locks.values_list("mentee", flat=True))
    if is_peers(run.track):
        kept |= set(locks.values_list("mentor", flat=True))
    PairDecision.objects.bulk_create(
        PairDecision(
            run=run,
            mentee_id=row.mentee_id,
            mentor_id=row.mentor_id,
            kind=DecisionKind.LOCK,
            by_id=row.by_id,
            created_at=now,
        )
        for row in live(run.cohort, run.track)
        if not kept & _movable(run, row) and (row.mentee_id, row.mentor_id) not in couples
    )
