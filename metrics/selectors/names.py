"""What the groups of a release are called today; a release itself holds their keys only."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from metrics.enums import Dimension
from participants.models import Unit
from programs.models import Program

if TYPE_CHECKING:
    from django.db.models import QuerySet


def names_of(program: Program, dimension: Dimension) -> dict[str, str]:
    """The name of each group of a partition by its key, and of one that is "gone"."""
    rows, other = _GROUPS[dimension]
    found = rows(program).values_list("pk", "name")
    return {str(key): name for key, name in found} | {key: str(said) for key, said in other.items()}


_GROUPS: dict[Dimension, tuple[Callable[[Program], "QuerySet[Any]"], dict[str, Any]]] = {
    Dimension.TRACK: (
        lambda program: program.tracks.all(),
        {"gone": _("A track that no longer exists")},
    ),
    Dimension.COHORT: (
        lambda program: program.cohorts.all(),
        {"gone": _("A cohort that no longer exists")},
    ),
    Dimension.UNIT: (
        lambda program: Unit.objects.all(),
        {"": _("No business unit"), "gone": _("A unit that no longer exists")},
    ),
}
