"""Milestones on the line: for the person, and for those who run the program."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorship.timeline.parts import Item, Pillar
from mentorship.timeline.reader import Reader
from programs.enums import EnrolmentState
from programs.models import Enrolment, MilestoneProgress
from programs.models import Milestone as Step
from programs.selectors.milestones import due_on

TAKING_PART = (EnrolmentState.SELECTED, EnrolmentState.COMPLETED)


def items(reader: Reader) -> Iterator[Item]:
    """What the person has reached, and what comes."""
    rows = Enrolment.objects.visible_to(reader.user)
    rows = rows.filter(person=reader.person, state__in=TAKING_PART)
    enrolments = list(rows.select_related("cohort__program", "track"))
    steps = list(Step.objects.filter(track__in={row.track_id for row in enrolments}))
    reached = {
        (enrolment, milestone): at
        for enrolment, milestone, at in MilestoneProgress.objects.filter(
            enrolment__in=enrolments
        ).values_list("enrolment", "milestone", "reached_at")
    }
    for row in enrolments:
        for step in steps:
            if step.track_id == row.track_id:
                yield _item(row, step, reached.get((row.pk, step.pk)), reader)


def _item(row: Enrolment, step: Step, at: object, reader: Reader) -> Item:
    due = due_on(step, row.cohort)
    url = reverse("programs:enrolment", args=[row.pk]) if reader.is_self else ""
    if at is not None:
        note, on, ahead = _("reached"), timezone.localdate(at), False  # type: ignore[arg-type]
    else:
        late = due < reader.today
        note, on, ahead = (_("not reached yet") if late else _("to come")), due, True
    note = f"{row.cohort.program.name} · {note}"
    return Item(Pillar.MILESTONE, step.name, on, on, lasts=False, ahead=ahead, note=note, url=url)
