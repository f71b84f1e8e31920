"""Whether matching treats groups alike: rates, their ratios, chance, the worst-off, the load.

Plain data in, plain data out; knows no database. `audit(case)` gives a `Report` that holds no figure
about fewer people than the minimum, nor one from which such a figure could be worked out.
docs/matching-fairness.md has the measures and their sources.
"""

from matching.fairness.audit import audit, others
from matching.fairness.compare import as_often, behind, comparable, impact
from matching.fairness.declared import Known, Told, Why, tell, tell_quality
from matching.fairness.facts import loaded, part_loaded, stored
from matching.fairness.protect import Memory
from matching.fairness.types import (
    FOUR_FIFTHS,
    Case,
    Group,
    Grouping,
    Load,
    Part,
    Report,
    Step,
    Subject,
    Tail,
)

__all__ = [
    "FOUR_FIFTHS",
    "Case",
    "Group",
    "Grouping",
    "Known",
    "Load",
    "Memory",
    "Part",
    "Report",
    "Step",
    "Subject",
    "Tail",
    "Told",
    "Why",
    "as_often",
    "audit",
    "behind",
    "comparable",
    "impact",
    "loaded",
    "others",
    "part_loaded",
    "stored",
    "tell",
    "tell_quality",
]
