"""Pairs are pinned before a run, and every run begins with them kept."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from core.audit.services import record
from engagements.services.locking import lock_row
from matching.adapter import in_order, is_peers, may_pair
from matching.enums import DecisionKind
from matching.models import MatchRun, PinnedPair
from matching.selectors.pins import live
from matching.services.beforehand import decide_beforehand
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
    selected = {each.state for each in (mentee, mentor)} == {EnrolmentState.SELECTED}
    if not selected or not may_pair(mentee.cohort, mentee.track, mentee, mentor):
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


def keep_pinned(run: MatchRun, now: datetime) -> None:
    """Begin a run with its track's pins kept, unless something else was decided."""
    rows = live(run.cohort, run.track)
    wanted = [(row.mentee_id, row.mentor_id, row.by_id) for row in rows]
    decide_beforehand(run=run, kind=DecisionKind.LOCK, wanted=wanted, now=now)
