"""Fixed vocabularies of this room."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

#: The one audience of all figures: sponsors, board, owners and HR see the same, and may talk.
AUDIENCE = "sponsor"


class Measure(StrEnum):
    """In what a figure is given."""

    PERCENT = "percent"
    SCALE = "scale"


class Kind(StrEnum):
    """Whether a figure starts from nothing each month, or goes on from where it was."""

    FLOW = "flow"
    STATE = "state"


class Dimension(StrEnum):
    """The fixed partitions of a release, coarse ones first."""

    TOTAL = "total"
    TRACK = "track"
    COHORT = "cohort"
    UNIT = "unit"


#: How the partitions are called on pages, without the total.
BREAKDOWNS = {
    Dimension.TRACK: _("By track"),
    Dimension.COHORT: _("By cohort"),
    Dimension.UNIT: _("By business unit"),
}
