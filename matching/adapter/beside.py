"""Who may not join a circle that meets, for whom they would sit beside there."""

from datetime import date
from uuid import UUID

from engagements.enums import MemberRole
from engagements.models import EngagementMember
from matching.adapter.circles import going_on
from matching.adapter.rules import rules_of
from matching.engine.rules import lines
from matching.models import MatchPolicy
from programs.models import Cohort, Enrolment, Track

Couples = frozenset[tuple[str, str]]


def kept_out(
    rows: list[Enrolment], cohort: Cohort, track: Track, policy: MatchPolicy, day: date
) -> Couples:
    """Whoever waits with each leader to whose circle they can't come, as pairs of people."""
    led = {circle.pk: person for person, circle in going_on(cohort, track).items()}
    leaders_of: dict[str, set[UUID]] = {}
    members = EngagementMember.objects.filter(
        engagement__in=led, role=MemberRole.MENTEE, left_at=None
    )
    for person, circle in members.values_list("person", "engagement"):
        leaders_of.setdefault(str(person), set()).add(led[circle])
    if not leaders_of:
        return frozenset()
    people = {str(row.person_id) for row in rows} | set(leaders_of)
    rules = rules_of(policy, track, [UUID(person) for person in people], day)
    apart = set(rules.blocks)
    if rules.reporting_line:
        apart |= set(lines(people, rules.managers))
    both = apart | {(other, one) for one, other in apart}
    return frozenset(
        (one, str(leader)) for one, other in both for leader in leaders_of.get(other, ())
    )
