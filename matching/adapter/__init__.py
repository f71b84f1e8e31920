"""From rows to the engine's problem: the only way between Django and matching.engine."""

from matching.adapter.circles import by_hand, circle_of, draft_before, is_circle, meets
from matching.adapter.fingerprint import fingerprint
from matching.adapter.peers import both_sides, in_order, is_peers, may_pair, roles_of_pair
from matching.adapter.problem import STICKINESS, Wishes, is_waiting, problem_for, wishes_of

__all__ = [
    "STICKINESS",
    "Wishes",
    "both_sides",
    "by_hand",
    "circle_of",
    "draft_before",
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
