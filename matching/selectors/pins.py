"""Pins, and what stands against them: named before anybody runs."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from matching import reasons
from matching.adapter import Wishes, is_peers
from matching.adapter.problem import who_waits
from matching.engine import PairKey
from matching.engine.peers import once
from matching.engine.wishes import lock_issues
from matching.enums import DecisionKind, RunState
from matching.models import MatchRun, PairDecision, PinnedPair
from matching.selectors.policies import unsaved
from matching.selectors.prepared import prepared_of
from programs.enums import EnrolmentState
from programs.models import Cohort, Enrolment, Track


@dataclass(frozen=True)
class Pinned:
    """A pin; `is_met` once its mentee has a place or an offer."""

    pin: PinnedPair
    is_met: bool


def live(cohort: Cohort, track: Track) -> "QuerySet[PinnedPair]":
    """The pins of a track that nobody has taken out."""
    rows = PinnedPair.objects.filter(
        mentee__cohort=cohort, mentee__track=track, ended_at=None
    ).select_related("mentee__person", "mentor__person", "by__person")
    return rows.order_by("mentee__person__sort_key", "pk")


def pinned(cohort: Cohort, track: Track) -> list[Pinned]:
    """Each with whether it has come to be."""
    waiting = set(who_waits(cohort, track).values_list("pk", flat=True))
    return [
        Pinned(row, row.mentee.state == EnrolmentState.SELECTED and row.mentee_id not in waiting)
        for row in live(cohort, track)
    ]


def promised(mentee: Enrolment) -> Counter[str]:
    """How many places of each mentor are pinned for others than this mentee, who wait for them; of
    peers, both of each pair that is pinned.
    """
    waits = who_waits(mentee.cohort, mentee.track).values("pk")
    rows = live(mentee.cohort, mentee.track).exclude(mentee=mentee).filter(mentee__in=waits)
    if not is_peers(mentee.track):
        return Counter(str(mentor) for mentor in rows.values_list("mentor", flat=True))
    couples = rows.filter(mentor__in=waits).exclude(mentor=mentee).values_list("mentee", "mentor")
    return Counter(str(key) for couple in couples for key in couple)


def troubles(
    cohort: Cohort, track: Track, now: datetime, pins: list[Pinned] | None = None
) -> list[str]:
    """What stands against the pins, in sentences; what a confidential rule says stays unsaid.

    `pins` are those of the track, where they have been read already.
    """
    pins = pinned(cohort, track) if pins is None else pins
    rows = [each.pin for each in pins if not each.is_met]
    if not rows:
        return []
    names = {}
    for row in rows:
        names[str(row.mentee_id)] = row.mentee.person.name
        names[str(row.mentor_id)] = row.mentor.person.name
    locks = frozenset(PairKey(str(row.mentee_id), str(row.mentor_id)) for row in rows)
    wishes = Wishes(locks, ruled_out(cohort, track)).of(track)
    base = prepared_of(cohort, track, unsaved(cohort.program), now)
    found = lock_issues(base, wishes.locks, wishes.vetoes)
    if is_peers(track):
        found = once(found)
    return [reasons.issue({"code": each.code, "ids": each.ids}, names) for each in found]


def ruled_out(cohort: Cohort, track: Track) -> frozenset[PairKey]:
    """What the next run will not forget."""
    runs = MatchRun.objects.filter(cohort=cohort, track=track)
    last = runs.filter(state__in=[RunState.READY, RunState.PUBLISHED]).values("pk")[:1]
    rows = PairDecision.objects.filter(run__in=last, kind=DecisionKind.VETO, undone_at=None)
    couples = rows.values_list("mentee", "mentor")
    return frozenset(PairKey(str(mentee), str(mentor)) for mentee, mentor in couples)


def of_cohort(cohort: Cohort, now: datetime) -> Iterator[tuple[Track, str]]:
    """What stands against the pins of all its tracks."""
    for track in cohort.program.tracks.all():
        for text in troubles(cohort, track, now):
            yield track, text
