"""Another way than a mentor in this track: who can be offered which, who can't and why, and how it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.enums import PlaceState, SlotState
from engagements.models import FlashSlot
from engagements.selectors.flash_mentors import closed
from matching.adapter import is_circle
from matching.adapter.capacity import free_places
from matching.adapter.circles import seats
from matching.adapter.problem import places_in, who_waits
from matching.adapter.tiers import barred
from matching.enums import MATCHABLE, OfferState, RunState
from matching.models import MatchRun, OtherWay, UnmatchedPerson
from participants.enums import PersonStatus
from participants.models import Person
from participants.selectors.facts import latest_facts
from programs.enums import SEEKING, EnrolmentState, Format, ParticipantRole
from programs.models import Cohort, Enrolment, Track
from programs.selectors.criteria import Sentence, sentences
from programs.services.moving import MOVABLE, seeking_role

#: What can be another way; one-to-one is what there was nobody for.
FORMATS = (Format.CIRCLE, Format.PEER, Format.FLASH)


@dataclass(frozen=True)
class Cannot:
    """Somebody to whom it can't be offered, and why."""

    enrolment: Enrolment
    why: str


@dataclass(frozen=True)
class Plan:
    """What one act would do; nothing has been done. `room` is None where nothing limits it."""

    run: MatchRun
    track: Track
    can: tuple[Enrolment, ...]
    cannot: tuple[Cannot, ...]
    room: int | None


def tracks_beside(run: MatchRun) -> "QuerySet[Track]":
    """The other tracks of the program that may be another way."""
    rows = Track.objects.filter(program=run.cohort.program_id, format__in=FORMATS)
    return rows.exclude(pk=run.track_id).order_by("position", "id")


def is_talk(track: Track) -> bool:
    """Whether it is short conversations: a hint, which needs no yes."""
    return track.format == Format.FLASH


def can_offer_now(run: MatchRun) -> bool:
    """Once the run is out; before, a decision may yet find somebody, and nobody has been told anything."""
    return run.state == RunState.PUBLISHED and run.cohort.stage in MATCHABLE


def left_in(run: MatchRun) -> "QuerySet[Enrolment]":
    """Those whom the run left without anybody."""
    rows = UnmatchedPerson.objects.filter(run=run)
    found = Enrolment.objects.filter(pk__in=rows.values("enrolment"), role__in=SEEKING)
    people = ("person__user", "person__business_unit", "person__function", "person__site")
    return found.select_related("track", "cohort", *people).order_by("person__sort_key", "pk")


def plan(run: MatchRun, track: Track, rows: Sequence[Enrolment], now: datetime) -> Plan:
    """The dry run: each of these, by name, as long as there is room."""
    known = _Known(run, track, rows, now)
    free = room_in(run.cohort, track, now)
    can: list[Enrolment] = []
    cannot: list[Cannot] = []
    for row in rows:
        why = known.against(row)
        if not why and free is not None and (free <= 0 if is_talk(track) else len(can) >= free):
            why = _no_room(track)
        if why:
            cannot.append(Cannot(row, why))
        else:
            can.append(row)
    return Plan(run, track, tuple(can), tuple(cannot), free)


def _no_room(track: Track) -> str:
    if is_talk(track):
        return _("No short conversation is open at the moment.")
    return _("No seat is left in the circles of this track.")


def room_in(cohort: Cohort, track: Track, now: datetime) -> int | None:
    """For how many there is room: seats in circles that nobody waits for or was offered, or seats of
    short conversations that are open. None among peers, where nothing limits it.
    """
    if is_talk(track):
        rows = FlashSlot.objects.filter(track=track, state=SlotState.OFFERED, starts_at__gt=now)
        slots = list(rows)
        shut = closed(slots, now.date())
        return sum(slot.seats - slot.taken for slot in slots if slot.pk not in shut)
    if not is_circle(track):
        return None
    waiting = list(who_waits(cohort, track).select_related("tier__training"))
    leaders = [row for row in waiting if row.role == ParticipantRole.MENTOR]
    for each in leaders:
        each.cohort, each.track = cohort, track
    out = barred(leaders, track, now.date())
    free = seats(free_places(leaders, cohort, track), leaders)
    offered = open_ways(now).filter(track=track, enrolment__cohort=cohort).count()
    looking = len(waiting) - len(leaders)
    return max(0, sum(n for key, n in free.items() if key not in out) - looking - offered)


def open_ways(now: datetime) -> "QuerySet[OtherWay]":
    """Those that may still be answered."""
    return OtherWay.objects.filter(state=OfferState.OPEN, expires_at__gt=now)


class _Known:
    """What stands against an offer, read once for all of them."""

    def __init__(
        self, run: MatchRun, track: Track, rows: Iterable[Enrolment], now: datetime
    ) -> None:
        found = list(rows)
        people = [row.person for row in found]
        self.track, self.role = track, seeking_role(track)
        self.waits = set(who_waits(run.cohort, run.track).values_list("pk", flat=True))
        before = OtherWay.objects.filter(enrolment__in=[row.pk for row in found])
        self.asked = set(before.filter(state=OfferState.OPEN).values_list("enrolment", flat=True))
        declined = before.filter(state=OfferState.DECLINED, track=track)
        self.declined = set(declined.values_list("enrolment", flat=True))
        there = Enrolment.objects.filter(cohort=run.cohort_id, track=track, person__in=people)
        self.states = dict(there.filter(role=self.role).values_list("person", "state"))
        self.rules = [rule for rule in track.criteria.all() if rule.role == self.role]
        self.facts = latest_facts(people, now.date()) if self.rules else {}

    def against(self, row: Enrolment) -> str:
        """Why not, in a sentence; "" for nothing."""
        return self._waits(row) or self._asked(row) or self._there(row)

    def _waits(self, row: Enrolment) -> str:
        if row.pk not in self.waits:
            return _(
                "Waits no longer: somebody is proposed to them, or they take no part any more."
            )
        person = row.person
        if person.user is None or not person.user.is_active or person.status != PersonStatus.ACTIVE:
            return _("Has no account to answer with. Talk with them, or invite them first.")
        return ""

    def _asked(self, row: Enrolment) -> str:
        if row.pk in self.asked:
            return _("Has been offered another way already, and has not answered yet.")
        if row.pk in self.declined:
            return _("Has said no to this already.")
        return ""

    def _there(self, row: Enrolment) -> str:
        if is_talk(self.track):
            talks_too = row.role == ParticipantRole.MENTEE
            return "" if talks_too else _("Short conversations are for mentees.")
        state = self.states.get(row.person_id)
        if state in (EnrolmentState.SELECTED, EnrolmentState.COMPLETED):
            return _("Takes part in this track already.")
        if state is not None and state not in MOVABLE:
            return _("Was not selected for this track.")
        unmet = [each for each in self._sentences(row.person) if not each.met]
        said = "; ".join(each.words for each in unmet)
        return (
            _("What the track asks for is not met: %(criteria)s.") % {"criteria": said}
            if said
            else ""
        )

    def _sentences(self, person: Person) -> list[Sentence]:
        return sentences(self.rules, self.facts[person.pk]) if self.rules else []


def room_in_words(found: Plan) -> str:
    """How much room there is."""
    if is_talk(found.track):
        n = found.room or 0
        said = ngettext(
            "%(n)d seat is open in short conversations.",
            "%(n)d seats are open in short conversations.",
            n,
        )
    elif found.room is None:
        rows = who_waits(found.run.cohort, found.track)
        n = rows.count()
        said = ngettext(
            "%(n)d peer looks for somebody there now. Peers come in pairs.",
            "%(n)d peers look for somebody there now. Peers come in pairs.",
            n,
        )
    else:
        n = found.room
        said = ngettext(
            "%(n)d seat is left in its circles, for which nobody waits.",
            "%(n)d seats are left in its circles, for which nobody waits.",
            n,
        )
    return said % {"n": n}


def latest(rows: Iterable[UUID]) -> dict[UUID, OtherWay]:
    """What became of the last one that was offered, by the sign-up that waits."""
    found = OtherWay.objects.filter(enrolment__in=list(rows)).exclude(state=OfferState.WITHDRAWN)
    return {
        each.enrolment_id: each
        for each in found.select_related("track").order_by("opened_at", "pk")
    }


def mine(user: Any, now: datetime) -> list[OtherWay]:
    """What this user has been offered and may still answer, the most urgent first."""
    rows = open_ways(now).filter(
        enrolment__person__user=user, enrolment__state=EnrolmentState.SELECTED
    )
    rows = with_all(rows).order_by("expires_at", "pk")
    return [row for row in rows if not has_somebody(row.enrolment)]


def with_all(rows: "QuerySet[OtherWay]") -> "QuerySet[OtherWay]":
    """The same with what a page says of them."""
    return rows.select_related(
        "track", "enrolment__cohort__program", "enrolment__track", "enrolment__person", "taken"
    )


def can_be_answered(way: OtherWay, now: datetime) -> bool:
    """Whether the question still stands: in time, and whoever is asked is still in the round and waits."""
    waits = way.enrolment.state == EnrolmentState.SELECTED and not has_somebody(way.enrolment)
    in_time = way.state == OfferState.OPEN and way.expires_at > now
    return waits and in_time and way.enrolment.cohort.stage in MATCHABLE


def has_somebody(enrolment: Enrolment) -> bool:
    """Whether they have a mentor, a circle or a peer by now, as far as this track lets them have one."""
    places = places_in(enrolment.cohort, enrolment.track).filter(person=enrolment.person_id)
    return places.filter(state=PlaceState.ACTIVE).exists()
