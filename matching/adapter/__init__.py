"""From rows to the engine's problem: the only way between Django and matching.engine."""

from matching.adapter.circles import circle_of, is_circle, meets
from matching.adapter.fingerprint import fingerprint
from matching.adapter.peers import both_sides, in_order, is_peers, may_pair, roles_of_pair
from matching.adapter.problem import STICKINESS, Wishes, is_waiting, problem_for, wishes_of

__all__ = [
    "STICKINESS",
    "Wishes",
    "both_sides",
    "circle_of",
    "fingerprint",
    "in_order",
    "is_circle",
    "is_peers",
    "is_waiting",
    "may_pair",
    "meets",
    "problem_for",
    "roles_of_pair",
    "wishes_of",
]
