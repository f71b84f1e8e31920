"""The steps of a cohort, and what stands in their way.

Higher rooms know more about a step than this one (are all pairs made, are relationships still
open?): they register a check from AppConfig.ready().
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from programs.enums import Stage

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from programs.models import Cohort

ORDER = tuple(Stage)
#: From here on people know what was decided about them.
DECISIONS_KNOWN = (Stage.MATCHING, Stage.RUNNING, Stage.CLOSING, Stage.CLOSED)
#: People can sign up, or finish what they began.
TAKES_APPLICATIONS = (Stage.OPEN,)


class Weight(StrEnum):
    """What a finding means for a step."""

    EFFECT = "effect"  # will happen
    WARNING = "warning"  # may be meant that way
    BLOCK = "block"  # must be dealt with first


@dataclass(frozen=True)
class Finding:
    """One sentence about a step, and where to go about it."""

    weight: Weight
    text: "_StrOrPromise"
    url: str = ""


Check = Callable[["Cohort", Stage], Iterable[Finding]]
_checks: dict[str, Check] = {}


def register_check(name: str, check: Check) -> None:
    """Ask `check(cohort, to)` before each step. Raises ValueError for a name taken."""
    if _checks.setdefault(name, check) is not check:
        raise ValueError(f"another check of stages is named {name!r}")


def findings(cohort: "Cohort", to: Stage) -> list[Finding]:
    """What all rooms say about a step."""
    return [finding for check in _checks.values() for finding in check(cohort, to)]


def after(stage: str) -> Stage | None:
    """The next step; None at the end."""
    place = ORDER.index(Stage(stage))
    return ORDER[place + 1] if place + 1 < len(ORDER) else None


def before(stage: str) -> Stage | None:
    """The way back; None at the beginning."""
    place = ORDER.index(Stage(stage))
    return ORDER[place - 1] if place else None


def is_step(stage: str, to: str) -> bool:
    """Whether `to` is the next or the previous stage."""
    return to in (after(stage), before(stage))
