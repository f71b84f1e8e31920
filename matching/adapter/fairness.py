"""A run's people as the audit of fairness sees them: in groups, and what they reached.

The groupings are what the organisation itself knows of people at work, and what those who match may
list anyway. A grouping that people declare about themselves (gender, age, origin) doesn't belong
here: its figures would follow each decision, and who changes with them could be worked out. Those are
counted by `matching.services.declared`, and leave by a release of `core.privacy` alone, never live. See
docs/matching-fairness.md.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core.privacy.cells import MINIMUM
from matching.adapter.peers import is_peers, roles_of_pair
from matching.enums import ProposalState
from matching.fairness import Case, Step, Subject
from matching.models import MatchDraft, MatchRun, Proposal, UnmatchedPerson
from participants.models import Person, Unit
from programs.enums import EnrolmentState
from programs.models import Enrolment

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: People who haven't asked to take part, or have thought better of it, were not decided upon.
NOT_ASKING = (EnrolmentState.STARTED, EnrolmentState.INVITED, EnrolmentState.WITHDRAWN)
TAKEN_IN = (EnrolmentState.SELECTED, EnrolmentState.COMPLETED)
MENTEES_SELECTED, MENTORS_SELECTED = "mentees_selected", "mentors_selected"
MENTEES_MATCHED = "mentees_matched"
#: How well the matched are matched, where that is told on its own.
QUALITY = "quality"


@dataclass(frozen=True)
class Attribute:
    """Something by which people are grouped, and how to read it; "" for whom it isn't known of."""

    key: str
    label: "_StrPromise"
    read: Callable[[Person], str]


def _unit(unit: Unit | None) -> str:
    return unit.name if unit else ""


def _level(person: Person) -> str:
    return person.grade or ("" if person.seniority is None else str(person.seniority))


ATTRIBUTES = (
    Attribute("unit", _("Business unit"), lambda person: _unit(person.business_unit)),
    Attribute("function", _("Function"), lambda person: _unit(person.function)),
    Attribute("site", _("Site"), lambda person: _unit(person.site)),
    Attribute("level", _("Level"), _level),
)


def case_of(run: MatchRun, draft: MatchDraft) -> Case:
    """Who asked, who was taken in, who is matched as the draft stands, and whom mentors guide.

    Peers are counted where mentees are, both of each pair.
    """
    rows = Enrolment.objects.filter(cohort=run.cohort_id, track=run.track_id)
    rows = rows.select_related("person__business_unit", "person__function", "person__site")
    everybody = {str(row.pk): row for row in rows}
    pairs = _pairs(run, draft)
    guided = Counter(mentor for mentor, _quality in pairs.values())
    seeking, giving = roles_of_pair(run.track)
    taken_in = [_selection(MENTEES_SELECTED, everybody.values(), seeking)]
    if is_peers(run.track):
        pairs |= {mentor: (mentee, quality) for mentee, (mentor, quality) in pairs.items()}
    else:
        taken_in.append(_selection(MENTORS_SELECTED, everybody.values(), giving))
    return Case(
        steps=(*taken_in, _matching(run, everybody, pairs)),
        groupings=tuple(attribute.key for attribute in ATTRIBUTES),
        loads=tuple(guided[mentor] for mentor in draft.slots),
        places=sum(slot["of"] for slot in draft.slots.values()),
        minimum=MINIMUM,
    )


def _pairs(run: MatchRun, draft: MatchDraft) -> dict[str, tuple[str, int]]:
    """Mentee → mentor and quality; where a mentee has several proposals, the draft's."""
    rows = Proposal.objects.filter(run=run).exclude(state=ProposalState.WITHDRAWN)
    found = {}
    for mentee, mentor, quality in rows.order_by("pk").values_list("mentee", "mentor", "quality"):
        if draft.assignment.get(str(mentee), str(mentor)) == str(mentor):
            found[str(mentee)] = (str(mentor), quality)
    return found


def _selection(key: str, rows: Iterable[Enrolment], role: str) -> Step:
    asked = [row for row in rows if row.role == role and row.state not in NOT_ASKING]
    return Step(key, tuple(_subject(row, hit=row.state in TAKEN_IN) for row in asked))


def _matching(
    run: MatchRun, everybody: dict[str, Enrolment], pairs: dict[str, tuple[str, int]]
) -> Step:
    left = {str(key) for key in _unmatched(run)} - pairs.keys()
    subjects = [
        _subject(everybody[mentee], hit=mentee in pairs, quality=pairs.get(mentee, ("", None))[1])
        for mentee in sorted(pairs.keys() | left)
        if mentee in everybody
    ]
    return Step(MENTEES_MATCHED, tuple(subjects), after=MENTEES_SELECTED)


def _unmatched(run: MatchRun) -> Iterable[object]:
    return UnmatchedPerson.objects.filter(run=run).values_list("enrolment", flat=True)


def _subject(row: Enrolment, *, hit: bool, quality: int | None = None) -> Subject:
    known = {attribute.key: attribute.read(row.person) for attribute in ATTRIBUTES}
    groups = {key: label for key, label in known.items() if label}
    return Subject(str(row.person_id), groups, hit, quality)
