"""Hard rules: who may not meet whom, from managers, blocks and what was before."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from core.records.keys import among
from engagements.selectors.partners import Couples, together
from matching.engine import RuleSet, Tier
from matching.enums import FormerPairs, OfferRole, OfferState
from matching.models import MatchPolicy, Offer
from participants.models import PairBlock
from participants.selectors.people import lines_of
from programs.enums import Format
from programs.models import Track


def rules_of(policy: MatchPolicy, track: Track, people: Iterable[UUID], day: date) -> RuleSet:
    """The rules between these people on that day. Blocks are confidential to the engine as well."""
    keys = list(people)
    reverse = track.format == Format.REVERSE
    senior = policy.mentor_more_senior and track.format != Format.PEER  # peers: eye level
    return RuleSet(
        reporting_line=policy.avoid_reporting_line,
        managers={str(person): str(above) for person, above in lines_of(keys).items()},
        blocks=_blocks(keys, day),
        former=_met_before(policy, track, keys),
        repeats=_said_no(keys),
        tier=Tier("rank", reverse=reverse) if senior else None,
        quality_floor=policy.quality_floor,
    )


def _blocks(people: list[UUID], day: date) -> Couples:
    rows = PairBlock.objects.filter(
        Q(until=None) | Q(until__gte=day), a__in=among(people), b__in=among(people)
    )
    return frozenset((str(a), str(b)) for a, b in rows.values_list("a", "b"))


def _met_before(policy: MatchPolicy, track: Track, people: list[UUID]) -> Couples:
    """Who meets already, wherever it is, and who has met where the policy counts it."""
    within = {
        FormerPairs.ANYWHERE: Q(pk__isnull=False),
        FormerPairs.PROGRAM: Q(engagement__track__program=track.program_id),
        FormerPairs.TRACK: Q(engagement__track=track),
        FormerPairs.ALLOWED: Q(pk__in=[]),
    }
    return together(people, within[FormerPairs(policy.former_pairs)])


def _said_no(people: list[UUID]) -> Couples:
    """Pairs of which one side declined an offer, and leaders of whom one would not lead with the other:
    they are not asked again.
    """
    rows = Offer.objects.filter(person__in=among(people), state=OfferState.DECLINED)
    mentor, mentee = "proposal__mentor__person", "proposal__mentee__person"
    pairs = rows.exclude(role=OfferRole.SECOND).values_list(mentor, mentee)
    leaders = rows.filter(role=OfferRole.SECOND).values_list(mentor, "person")
    return frozenset((str(one), str(other)) for each in (pairs, leaders) for one, other in each)
