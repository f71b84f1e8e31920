"""From rows to the engine's problem: the only way between Django and matching.engine."""

from matching.adapter.problem import Wishes, problem_for, wishes_of

__all__ = ["Wishes", "problem_for", "wishes_of"]
