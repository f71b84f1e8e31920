"""What a page hands to its reader so that they may save a draft of the form on it.

It is signed and names its holder: who got it has been let into that form. A draft can be saved
for no other form and for nobody else, and in no other fields than those.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing

SALT = "core.drafts"
LASTS = timedelta(days=7)


@dataclass(frozen=True)
class Ticket:
    """Whose form it is, which one, where it stands, and its fields with their longest text."""

    user: UUID
    form: str
    address: str
    stands: str
    issued_at: datetime
    fields: dict[str, int]

    def seal(self) -> str:
        """As the page carries it."""
        issued = self.issued_at.isoformat()
        facts = [str(self.user), self.form, self.address, self.stands, issued, self.fields]
        return signing.dumps(facts, salt=SALT, compress=True)


def read(sealed: str, *, user: UUID) -> Ticket | None:
    """The ticket of this user; None if it is old, altered or somebody else's."""
    try:
        holder, form, address, stands, issued, fields = signing.loads(
            sealed, salt=SALT, max_age=LASTS
        )
    except signing.BadSignature:
        return None
    if holder != str(user):
        return None
    return Ticket(user, form, address, stands, datetime.fromisoformat(issued), fields)
