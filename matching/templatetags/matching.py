"""What the review's templates ask."""

from collections.abc import Mapping

from django import template

from matching.models import PairDecision
from programs.models import Enrolment

register = template.Library()


@register.simple_tag
def decision_for(decided: Mapping[str, PairDecision], mentor: Enrolment) -> PairDecision | None:
    """`{% decision_for decided mentor as decision %}`: what is decided about this mentor."""
    return decided.get(str(mentor.pk))
