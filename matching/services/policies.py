"""A program's policy: a change makes a new version, and runs keep theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from matching import criteria
from matching.criteria import Measure
from matching.enums import FormerPairs, MatchMode, WeakestPairs, Weight
from matching.models import MatchPolicy, PolicyCriterion
from matching.selectors.policies import current, weights_of
from matching.selectors.purposes import uncovered
from programs.models import Program

if TYPE_CHECKING:
    from core.accounts.models import User


class Superseded(Exception):
    """Somebody has saved a newer version meanwhile."""


class Unlawful(Exception):
    """A criterion looks at something protected, and no lawful purpose is in effect for it."""

    def __init__(self, measure: Measure) -> None:
        super().__init__(measure.key)
        self.measure = measure


@dataclass(frozen=True)
class Rules:
    """Who has a say, the hard rules, how far the weakest are lifted, how long an offer waits for its
    answer, and mentees may ask.
    """

    mode: str = MatchMode.ADMIN
    avoid_reporting_line: bool = True
    avoid_same_unit: bool = False
    mentor_more_senior: bool = False
    quality_floor: int = 0
    weakest_pairs: str = WeakestPairs.FLOORS
    former_pairs: str = FormerPairs.ANYWHERE
    answer_days: int = 7
    request_days: int = 14

    @classmethod
    def of(cls, policy: MatchPolicy) -> "Rules":
        """Those of a stored policy."""
        return cls(**{name: getattr(policy, name) for name in cls.__dataclass_fields__})


@transaction.atomic
def ensure(*, program: Program, by: "User | None", now: datetime) -> MatchPolicy:
    """The policy in use; the first version, as the catalogue proposes it, where there is none."""
    _lock(program)
    return current(program) or _write(program, 1, criteria.first_weights(), Rules(), by, now)


@transaction.atomic
def save(
    *,
    program: Program,
    weights: Mapping[str, str],
    rules: Rules,
    by: "User | None",
    now: datetime,
    seen: int | None = None,
) -> MatchPolicy:
    """The next version, in use from now on; the same one again where nothing changed.

    `seen` is the version that the writer had before them, 0 for none. Raises Superseded, KeyError
    for a criterion that is not in the catalogue, ValueError for a weight that is none, Unlawful for
    a protected criterion without a purpose.
    """
    wanted = {key: Weight(word).value for key, word in weights.items() if criteria.BY_KEY[key]}
    counts = [criteria.BY_KEY[key] for key, word in wanted.items() if word != Weight.IGNORE]
    if without := uncovered(counts, program, now.date()):
        raise Unlawful(without[0])
    _lock(program)
    before = current(program)
    if seen is not None and seen != (before.version if before else 0):
        raise Superseded
    if before and (weights_of(before), Rules.of(before)) == (wanted, rules):
        return before
    if before:
        before.in_use = False
        before.save(update_fields=["in_use"])
    return _write(program, before.version + 1 if before else 1, wanted, rules, by, now)


def _lock(program: Program) -> None:
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)


def _write(
    program: Program,
    version: int,
    weights: Mapping[str, str],
    rules: Rules,
    by: "User | None",
    now: datetime,
) -> MatchPolicy:
    values = {name: getattr(rules, name) for name in Rules.__dataclass_fields__}
    policy = MatchPolicy.objects.create(program=program, version=version, created_at=now, **values)
    PolicyCriterion.objects.bulk_create(
        PolicyCriterion(policy=policy, key=key, weight=weight, position=place, created_at=now)
        for place, (key, weight) in enumerate(weights.items())
    )
    record(by=by, action="matching.policy", subject=policy, now=now, facts={"version": version})
    return policy
