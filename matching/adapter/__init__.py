"""From rows to the engine's problem: the only way between Django and matching.engine."""

from matching.adapter.fingerprint import fingerprint
from matching.adapter.problem import STICKINESS, Wishes, problem_for, who_waits, wishes_of

__all__ = ["STICKINESS", "Wishes", "fingerprint", "problem_for", "who_waits", "wishes_of"]
