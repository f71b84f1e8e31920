"""Who must not sit in one circle: members between whom a rule about people stands.

The rules are those of pairs: the line of managers, and confidentially blocks and exclusions. What was
between two as mentor and mentee (met before, said no) keeps nobody out of a circle that they are both members of.
"""

from collections.abc import Iterable

from matching.engine.cohort import Cohort
from matching.engine.prepare import Prepared
from matching.engine.rules import lines, places_of

Rows = frozenset[tuple[int, int]]


def apart(prepared: Prepared) -> Rows:
    """Two rows each, the lower first."""
    rules, found = prepared.problem.rules, set(secretly_apart(prepared))
    if rules.reporting_line:
        people = {person.who for person in prepared.cohort.mentees}
        found |= _rows(prepared.cohort, lines(people, rules.managers))
    return frozenset(found)


def secretly_apart(prepared: Prepared) -> Rows:
    """Those of them of whom nobody may learn why."""
    rules = prepared.problem.rules
    return frozenset(_rows(prepared.cohort, rules.blocks | rules.exclusions))


def _rows(cohort: Cohort, couples: Iterable[tuple[str, str]]) -> set[tuple[int, int]]:
    places = places_of(cohort.mentees)
    both = (
        (one, other)
        for a, b in couples
        for one in places.get(a, ())
        for other in places.get(b, ())
    )
    return {(min(pair), max(pair)) for pair in both if pair[0] != pair[1]}
