"""Where an agreement stands, and the rhythm it sets."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models.functions import Coalesce

from engagements.models import Agreement, Engagement
from engagements.naming import is_circle
from participants.models import Person


def latest_agreement(engagement: Engagement) -> Agreement | None:
    """The newest version, signed or not."""
    return engagement.agreements.order_by("-version").first()


def unsigned_by(agreement: Agreement) -> list[Person]:
    """The members whose signature is missing."""
    signed = agreement.signatures.values("person")
    missing = agreement.engagement.members.filter(left_at=None).exclude(person__in=signed)
    return [member.person for member in missing.select_related("person")]


def is_signed_by_all(agreement: Agreement) -> bool:
    """Whether every member has signed this version; of a circle, every member who is still in it."""
    signed = agreement.signatures.values("person")
    members = agreement.engagement.members.exclude(person__in=signed)
    if is_circle(agreement.engagement):
        members = members.filter(left_at=None)
    return not members.exists()


def cadences(engagements: Iterable[Engagement]) -> dict[UUID, int]:
    """Days between sessions of each: as all members signed, else as the track says."""
    return {row.pk: row.agreed_every_days or row.track.meeting_every_days for row in engagements}


def cadence() -> Coalesce:
    """What `cadences` says, as a column of a query of engagements."""
    return Coalesce("agreed_every_days", "track__meeting_every_days")
