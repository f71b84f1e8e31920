"""The engine's codes in sentences: why a pair, what speaks against it, why nobody, which rules.

The only package that turns codes into words. What is confidential never gets here: the engine says
"not available" and counts nothing.
"""

from matching.reasons.matters import cause, contradiction, issue, remedy
from matching.reasons.own import for_participant, for_participants, own_cause
from matching.reasons.pairs import of_two, said, speaks_against, speaks_for
from matching.reasons.words import WORDS, Names, Word, names, rule, stored, stored_unmatched

__all__ = [
    "WORDS",
    "Names",
    "Word",
    "cause",
    "contradiction",
    "for_participant",
    "for_participants",
    "issue",
    "names",
    "of_two",
    "own_cause",
    "remedy",
    "rule",
    "said",
    "speaks_against",
    "speaks_for",
    "stored",
    "stored_unmatched",
]
