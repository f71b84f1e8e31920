"""The debrief: private, but one answer at a time may be shown to the mentor."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from core.events.services import append
from core.reminders.clock import morning_of
from core.reminders.services import cancel, schedule
from engagements.services.locking import lock_row
from rotations.models import DebriefSection, Placement
from rotations.prompts import PROMPTS
from rotations.selectors.people import engagements_for

if TYPE_CHECKING:
    from core.accounts.models import User

DEBRIEF = "rotations.debrief"


class NoMentor(Exception):
    """There is nobody to show it to: the mentee has no mentor in this program now."""


@transaction.atomic
def write(
    *, placement: Placement, answers: dict[str, str], by: "User | None", now: datetime
) -> list[DebriefSection]:
    """The mentee's answers by prompt; an empty one goes. KeyError for a prompt that is none."""
    Placement.objects.select_for_update().get(pk=placement.pk)
    before = {row.prompt: row for row in placement.debrief_sections.all()}
    for prompt, text in answers.items():
        _keep(placement, prompt, text.strip(), before.get(prompt), now)
    cancel(kind=DEBRIEF, subject=placement, now=now)
    record(by=by, action="debriefs.write", subject=placement, now=now)
    payload = {"person": placement.person_id, "slot": placement.slot_id}
    append(kind="rotations.debrief_written", subject=placement, payload=payload, now=now, by=by)
    return list(placement.debrief_sections.all())


def _keep(
    placement: Placement, prompt: str, text: str, row: DebriefSection | None, now: datetime
) -> None:
    if prompt not in PROMPTS:
        raise KeyError(prompt)
    if row is None and text:
        DebriefSection.objects.create(
            placement=placement, author=placement.person, prompt=prompt, text=text,
            written_at=now, created_at=now,
        )  # fmt: skip
    elif row is not None and not text:
        row.delete()
    elif row is not None and row.text != text:
        row.text, row.written_at = text, now
        row.save(update_fields=["text", "written_at"])


@transaction.atomic
def share(*, section: DebriefSection, by: "User | None", now: datetime) -> DebriefSection:
    """Show this answer to the mentor. Raises NoMentor."""
    engagement = engagements_for([section.placement]).get(section.placement_id)
    if engagement is None:
        raise NoMentor
    row = lock_row(section)
    row.shared_with, row.shared_at = engagement, now
    row.save(update_fields=["shared_with", "shared_at"])
    record(by=by, action="debriefs.share", subject=row, now=now)
    payload = {"engagement": engagement.pk, "placement": row.placement_id}
    append(kind="rotations.debrief_shared", subject=row, payload=payload, now=now, by=by)
    return row


@transaction.atomic
def unshare(*, section: DebriefSection, by: "User | None", now: datetime) -> DebriefSection:
    """The author's alone again."""
    row = lock_row(section)
    row.shared_with = row.shared_at = None
    row.save(update_fields=["shared_with", "shared_at"])
    record(by=by, action="debriefs.unshare", subject=row, now=now)
    return row


@transaction.atomic
def remind(*, placement: Placement, now: datetime) -> None:
    """The morning after the last day, once."""
    user = placement.person.user
    if user is None or not user.is_active or placement.debrief_sections.exists():
        return
    schedule(
        kind=DEBRIEF,
        subject=placement,
        recipient=user,
        occurrence_key="at the end",
        local_due=morning_of(placement.ends_on + timedelta(days=1)),
        now=now,
    )
