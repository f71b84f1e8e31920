"""Who comes after whom: who would meet again, and who wants nobody for now."""

from collections.abc import Iterable
from itertools import combinations
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.records.keys import among
from engagements.enums import OPEN_STATES, ClosingReason, EngagementState, MemberRole
from engagements.models import Engagement, EngagementMember, PartnerWish
from participants.models import Person
from programs.enums import Format

if TYPE_CHECKING:
    from programs.models import Cohort, Track

Couples = frozenset[tuple[str, str]]
#: Ends after which everybody is matched again without having to say so.
ONWARD = (ClosingReason.NEW_PARTNER, ClosingReason.TERM)


def wish_of(engagement: Engagement, person: Person) -> PartnerWish | None:
    """What a member has said."""
    return PartnerWish.objects.filter(engagement=engagement, person=person).first()


def together(people: Iterable[UUID], within: Q) -> Couples:
    """Who of these people meets or, in relationships that are `within`, has met whom.

    Left out are former partners who have all said, of their last time together, that they would
    like to meet again; whom somebody sat beside in a circle; and half an hour, which is no meeting.
    """
    rows = EngagementMember.objects.filter(person__in=among(people))
    rows = rows.filter(Q(engagement__state__in=OPEN_STATES) | within)
    rows = rows.exclude(engagement__format=Format.FLASH)
    rows = rows.order_by("engagement__started_at", "engagement_id", "person_id")
    members: dict[tuple[UUID, bool], dict[str, str]] = {}
    names = ("engagement", "engagement__state", "person", "role")
    for engagement, state, person, role in rows.values_list(*names):
        members.setdefault((engagement, state in OPEN_STATES), {})[str(person)] = role
    willing = _willing(people)
    found: dict[tuple[str, str], bool] = {}
    for (engagement, goes_on), roles in members.items():
        again = {person for person in roles if (engagement, UUID(person)) in willing}
        for couple in combinations(sorted(roles), 2):
            if {roles[person] for person in couple} != {MemberRole.MENTEE}:
                found[couple] = goes_on or not again.issuperset(couple)
    return frozenset(couple for couple, apart in found.items() if apart)


def _willing(people: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    rows = PartnerWish.objects.filter(person__in=among(people), again=True)
    return set(rows.values_list("engagement", "person"))


def would_stay(engagements: Iterable[Engagement]) -> set[UUID]:
    """Those of these relationships whose members have all said that they would like to go on."""
    keys = [engagement.pk for engagement in engagements]
    members = EngagementMember.objects.filter(engagement__in=keys, left_at=None)
    willing = set(
        PartnerWish.objects.filter(engagement__in=keys, again=True).values_list(
            "engagement", "person"
        )
    )
    pairs = list(members.values_list("engagement", "person"))
    return set(keys) - {
        engagement for engagement, person in pairs if (engagement, person) not in willing
    }


def resting(cohort: "Cohort", track: "Track", role: str) -> "QuerySet[EngagementMember, Any]":
    """The last memberships of those who want nobody after it, as far as one knows.

    Whoever has said so; and, unless they said otherwise, mentees and peers who have done what they set
    out to.
    """
    return resting_in([cohort], role).filter(engagement__track=track)


def resting_in(cohorts: "Iterable[Cohort]", role: str) -> "QuerySet[EngagementMember, Any]":
    """The same in all tracks of these cohorts."""
    ended = EngagementMember.objects.filter(engagement__cohort__in=list(cohorts), role=role)
    ended = ended.exclude(engagement__ended_at=None)
    place = ("engagement__cohort_id", "engagement__track_id", "person_id")
    last = ended.order_by(*place, "-engagement__ended_at", "pk").distinct(*place)
    rows = EngagementMember.objects.filter(pk__in=last.values("pk"))
    said = PartnerWish.objects.exclude(seeks=None)
    no = _same(said.filter(seeks=False))
    if role == MemberRole.MENTOR:
        return rows.filter(no)
    done = Q(engagement__state=EngagementState.COMPLETED) & ~Q(
        engagement__closing_category__in=ONWARD
    )
    return rows.filter(no | (done & ~_same(said.filter(seeks=True))))


def _same(wishes: "QuerySet[PartnerWish]") -> Q:
    """Memberships of which one of these wishes is told."""
    here = wishes.filter(engagement=OuterRef("engagement"), person=OuterRef("person"))
    return Q(Exists(here))
