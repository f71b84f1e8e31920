"""Who must not sit in one circle: members between whom a rule about people stands.

The rules are those of pairs: the line of managers, and confidentially blocks and exclusions. What was
between two as mentor and mentee (met before, said no) keeps nobody out of a circle that they are both members of.
"""

from collections.abc import Iterable

from matching.engine.cohort import places_of
from matching.engine.prepare import Prepared
from matching.engine.rules import lines
from matching.engine.types import Participant

Rows = frozenset[tuple[int, int]]


def apart(prepared: Prepared, people: tuple[Participant, ...]) -> Rows:
    """Two places among these people each, the lower first: the mentees, or the mentors."""
    rules, found = prepared.problem.rules, set(secretly_apart(prepared, people))
    if rules.reporting_line:
        found |= between(people, lines({person.who for person in people}, rules.managers))
    return frozenset(found)


def secretly_apart(prepared: Prepared, people: tuple[Participant, ...]) -> Rows:
    """Those of them of whom nobody may learn why."""
    rules = prepared.problem.rules
    return frozenset(between(people, rules.blocks | rules.exclusions))


def between(
    people: tuple[Participant, ...], couples: Iterable[tuple[str, str]]
) -> set[tuple[int, int]]:
    """The places of these couples, the lower first."""
    places = places_of(people)
    both = (
        (one, other) for a, b in couples for one in places.get(a, ()) for other in places.get(b, ())
    )
    return {(min(pair), max(pair)) for pair in both if pair[0] != pair[1]}
