"""Circles around leaders."""

from matching.engine.circles.forming import form_circles
from matching.engine.circles.leading import co_leaders
from matching.engine.circles.wish import FORBIDDEN, Formed, Wish, value_of

__all__ = ["FORBIDDEN", "Formed", "Wish", "co_leaders", "form_circles", "value_of"]
