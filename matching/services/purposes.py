"""Record and end a lawful purpose."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from matching.models import LawfulPurpose
from programs.models import Program

if TYPE_CHECKING:
    from core.accounts.models import User


@transaction.atomic
def record_purpose(
    *, program: Program, attribute: str, basis: str, until: date, by: "User | None", now: datetime
) -> LawfulPurpose:
    """From now on until a day; what was recorded for the attribute before ends with it.

    The same words to the same day once more are what is recorded already.
    """
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    live = LawfulPurpose.objects.filter(program=program, attribute=attribute, ended_at=None)
    if same := live.filter(basis=basis, until=until).first():
        return same
    live.update(ended_at=now)
    row = LawfulPurpose.objects.create(
        program=program,
        attribute=attribute,
        basis=basis,
        until=until,
        recorded_by=by,
        recorded_at=now,
        created_at=now,
    )
    record(by=by, action="matching.purpose", subject=row, now=now, facts={"until": until})
    return row


@transaction.atomic
def end_purpose(*, purpose: LawfulPurpose, by: "User | None", now: datetime) -> None:
    """From now on it covers nothing; ended already, nothing changes."""
    if LawfulPurpose.objects.filter(pk=purpose.pk, ended_at=None).update(ended_at=now):
        record(by=by, action="matching.purpose_end", subject=purpose, now=now)


@transaction.atomic
def take_up_again(*, purpose: LawfulPurpose, by: "User | None", now: datetime) -> bool:
    """The way back from ending it; False where a newer one has taken its place."""
    Program.objects.select_for_update(no_key=True).get(pk=purpose.program_id)
    newer = LawfulPurpose.objects.filter(
        program=purpose.program_id, attribute=purpose.attribute, ended_at=None
    )
    if newer.exists():
        return False
    LawfulPurpose.objects.filter(pk=purpose.pk).update(ended_at=None)
    record(by=by, action="matching.purpose_again", subject=purpose, now=now)
    return True
