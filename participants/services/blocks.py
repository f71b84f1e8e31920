"""Keep two people apart."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from participants.enums import BlockBasis
from participants.models import PairBlock, Person

if TYPE_CHECKING:
    from core.accounts.models import User


@transaction.atomic
def block_pair(
    *,
    a: Person,
    b: Person,
    basis: BlockBasis,
    until: date | None,
    by: "User | None",
    now: datetime,
) -> PairBlock:
    """Never match these two, until a date or for good. Raises ValueError for one and the same."""
    if a.pk == b.pk:
        raise ValueError("nobody can be kept apart from themselves")
    first, second = sorted((a, b), key=lambda person: person.pk)
    block, _created = PairBlock.objects.update_or_create(
        a=first, b=second, basis=basis, defaults={"until": until}
    )
    # Neither the basis nor the other person: the journal is read by those who match.
    record(by=by, action="people.pair_block", subject=block, now=now)
    return block


@transaction.atomic
def unblock_pair(*, block: PairBlock, by: "User | None", now: datetime) -> None:
    """Let two people be matched again."""
    record(by=by, action="people.pair_unblock", subject=block, now=now)
    block.delete()
