"""Hard rules: who may not meet whom, from managers, blocks and what was before."""

from collections.abc import Iterable
from datetime import date
from itertools import combinations
from uuid import UUID

from django.db.models import Q

from engagements.enums import MemberRole
from engagements.models import EngagementMember
from matching.engine import RuleSet, Tier
from matching.enums import OfferState
from matching.models import MatchPolicy, Offer
from participants.models import PairBlock
from participants.selectors.people import lines_of
from programs.enums import Format
from programs.models import Track

Couples = frozenset[tuple[str, str]]


def rules_of(policy: MatchPolicy, track: Track, people: Iterable[UUID], day: date) -> RuleSet:
    """The rules between these people on that day. Blocks are confidential to the engine as well."""
    keys = list(people)
    reverse = track.format == Format.REVERSE
    return RuleSet(
        reporting_line=policy.avoid_reporting_line,
        managers={str(person): str(above) for person, above in lines_of(keys).items()},
        blocks=_blocks(keys, day),
        repeats=_met_before(keys) | _said_no(keys),
        tier=Tier("rank", reverse=reverse) if policy.mentor_more_senior else None,
        quality_floor=policy.quality_floor,
    )


def _blocks(people: list[UUID], day: date) -> Couples:
    rows = PairBlock.objects.filter(Q(until=None) | Q(until__gte=day), a__in=people, b__in=people)
    return frozenset((str(a), str(b)) for a, b in rows.values_list("a", "b"))


def _met_before(people: list[UUID]) -> Couples:
    """Everybody who is or was in a relationship together, but not whom they sat beside in a circle;
    half an hour is none.
    """
    rows = EngagementMember.objects.filter(person__in=people)
    rows = rows.exclude(engagement__format=Format.FLASH)
    together: dict[UUID, list[tuple[str, str]]] = {}
    for engagement, person, role in rows.values_list("engagement", "person", "role"):
        together.setdefault(engagement, []).append((str(person), role))
    return frozenset(
        (one, other)
        for members in together.values()
        for (one, as_what), (other, too) in combinations(sorted(members), 2)
        if {as_what, too} != {MemberRole.MENTEE}
    )


def _said_no(people: list[UUID]) -> Couples:
    """Pairs of which one side declined an offer: they are not asked again."""
    rows = Offer.objects.filter(person__in=people, state=OfferState.DECLINED)
    names = ("proposal__mentor__person", "proposal__mentee__person")
    return frozenset((str(mentor), str(mentee)) for mentor, mentee in rows.values_list(*names))
