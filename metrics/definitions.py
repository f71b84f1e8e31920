"""The metric dictionary: what each figure means. A metric is registered here and nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from metrics.enums import Kind, Measure
from metrics.sources import Amounts, Facts

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise


@dataclass(frozen=True)
class Definition:
    """One metric: numerator over denominator, each a sum over people."""

    key: str
    name: "Text"
    sentence: "Text"
    numerator: "Text"
    denominator: "Text"
    #: What was counted, with %(numerator)s and %(denominator)s.
    counted: "Text"
    #: Whom `n` counts.
    people: "Text"
    source: "Text"
    measure: Measure
    kind: Kind
    #: What a program wants to reach unless it says otherwise, in the metric's unit.
    target: float
    amounts: Callable[[Facts], Amounts]
    higher_is_better: bool = True

    @property
    def factor(self) -> int:
        """By what the ratio is multiplied to give the figure."""
        return 100 if self.measure is Measure.PERCENT else 1

    @property
    def digits(self) -> int:
        """Digits after the point that are published."""
        return 0 if self.measure is Measure.PERCENT else 1

    @property
    def low(self) -> float:
        """The lowest figure there can be."""
        return 0 if self.measure is Measure.PERCENT else 1

    @property
    def high(self) -> float:
        """The highest target that makes sense."""
        return 100 if self.measure is Measure.PERCENT else 5

    @property
    def unit(self) -> str:
        """What follows the number."""
        return "%" if self.measure is Measure.PERCENT else ""

    @property
    def carries_over(self) -> bool:
        """Whether one month's figure tells something about the next."""
        return self.kind is Kind.STATE


_definitions: dict[str, Definition] = {}


def register(definition: Definition) -> None:
    """Add a metric to the dictionary. Raises ValueError for a key that another one has."""
    if _definitions.setdefault(definition.key, definition) is not definition:
        raise ValueError(f"another metric is called {definition.key!r}")


def definitions() -> dict[str, Definition]:
    """Every metric by its key, in the order of the scorecard."""
    return dict(_definitions)


register(
    Definition(
        key="participation",
        name=_("Participation"),
        sentence=_(
            "How many of those who were invited, or applied and were decided upon, take part."
        ),
        numerator=_("People who were selected and have not left."),
        denominator=_(
            "People who were invited, or applied and were decided upon, in cohorts that have not"
            " ended. Open applications wait."
        ),
        counted=_("%(numerator)s take part, of %(denominator)s invited or decided upon"),
        people=_("people invited or decided upon"),
        source=_("Enrolments, as they stood at the end of the month."),
        measure=Measure.PERCENT,
        kind=Kind.STATE,
        target=70,
        amounts=Facts.participation,
    )
)
register(
    Definition(
        key="sessions",
        name=_("Sessions held against plan"),
        sentence=_("How many of the sessions that were due in the month were held."),
        numerator=_("Sessions logged as held in the month."),
        denominator=_(
            "Sessions due in the month by the rhythm the pair agreed on, or else by the track's."
        ),
        counted=_("%(numerator)s held, %(denominator)s due"),
        people=_("mentees in a relationship"),
        source=_(
            "Sessions of relationships that were open in the month. A session logged more than"
            " three days after the month's end doesn't count. Of a circle, each member has the sessions"
            " that they came to."
        ),
        measure=Measure.PERCENT,
        kind=Kind.FLOW,
        target=80,
        amounts=Facts.sessions,
    )
)
register(
    Definition(
        key="goals",
        name=_("Goal progress"),
        sentence=_("How far goals have come, on average."),
        numerator=_("The progress of each goal in percent; a goal that was reached counts 100."),
        denominator=_("Goals set in cohorts that have not ended, without those that were let go."),
        counted=_("Goals: %(denominator)s"),
        people=_("people with a goal"),
        source=_("Progress as mentees noted it, at the end of the month."),
        measure=Measure.PERCENT,
        kind=Kind.STATE,
        target=50,
        amounts=Facts.goals,
    )
)
register(
    Definition(
        key="milestones",
        name=_("Milestone completion"),
        sentence=_("How many of the milestones that are due have been reached."),
        numerator=_("Milestones that were reached by the end of the month."),
        denominator=_("Milestones due by then, for each person who takes part; not optional ones."),
        counted=_("%(numerator)s reached, %(denominator)s due"),
        people=_("people with a milestone due"),
        source=_("The milestones of each track, and what participants marked as reached."),
        measure=Measure.PERCENT,
        kind=Kind.STATE,
        target=80,
        amounts=Facts.milestones,
    )
)
register(
    Definition(
        key="fit",
        name=_("Fit"),
        sentence=_("How well partners say they fit, from 1 to 5."),
        numerator=_("The latest answer of each person in each relationship that was open."),
        denominator=_("People who have answered, once for each of their relationships."),
        counted=_("Answers: %(denominator)s"),
        people=_("people who answered"),
        source=_("Check-ins answered by the end of the month. Nobody else reads an answer."),
        measure=Measure.SCALE,
        kind=Kind.STATE,
        target=4,
        amounts=Facts.fit,
    )
)
