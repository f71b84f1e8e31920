"""From rows to the engine's problem: the only way between Django and matching.engine."""

from matching.adapter.circles import circle_of, is_circle, meets
from matching.adapter.fingerprint import fingerprint
from matching.adapter.problem import STICKINESS, Wishes, is_waiting, problem_for, wishes_of

__all__ = [
    "STICKINESS",
    "Wishes",
    "circle_of",
    "fingerprint",
    "is_circle",
    "is_waiting",
    "meets",
    "problem_for",
    "wishes_of",
]
