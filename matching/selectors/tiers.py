"""Which mentors of a program their tier keeps out of matching now, by rule."""

from dataclasses import dataclass
from datetime import date

from matching import reasons
from matching.adapter.tiers import barred
from programs.enums import EnrolmentState, ParticipantRole, Stage
from programs.models import Enrolment, Program

#: The stages in which somebody selected may yet be matched.
TO_COME = (Stage.OPEN, Stage.SELECTING, Stage.MATCHING, Stage.RUNNING)


@dataclass(frozen=True)
class KeptOut:
    """A rule, and the mentors whom it removes, by name."""

    label: str
    names: tuple[str, ...]


def kept_out(program: Program, day: date) -> list[KeptOut]:
    """The rules of tiers that remove anybody, over all cohorts and tracks."""
    rows = Enrolment.objects.filter(
        cohort__program=program,
        cohort__stage__in=TO_COME,
        role=ParticipantRole.MENTOR,
        state=EnrolmentState.SELECTED,
    )
    rows = rows.select_related("person", "track__lowest_tier", "tier__training")
    by_track: dict[object, list[Enrolment]] = {}
    for row in rows.order_by("person__sort_key", "pk"):
        by_track.setdefault(row.track_id, []).append(row)
    found: dict[str, list[str]] = {}
    for mentors in by_track.values():
        out = barred(mentors, mentors[0].track, day)
        for row in mentors:
            if row.pk in out:
                found.setdefault(out[row.pk], []).append(row.person.name)
    return [
        KeptOut(reasons.rule(code), tuple(dict.fromkeys(names)))
        for code, names in sorted(found.items())
    ]
