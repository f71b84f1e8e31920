"""Where an agreement stands, and the rhythm it sets."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, F

from engagements.models import Agreement, Engagement
from participants.models import Person


def latest_agreement(engagement: Engagement) -> Agreement | None:
    """The newest version, signed or not."""
    return engagement.agreements.order_by("-version").first()


def unsigned_by(agreement: Agreement) -> list[Person]:
    """The members whose signature is missing."""
    signed = agreement.signatures.values("person")
    missing = agreement.engagement.members.filter(left_at=None).exclude(person__in=signed)
    return [member.person for member in missing.select_related("person")]


def cadences(engagements: Iterable[Engagement]) -> dict[UUID, int]:
    """Days between sessions of each: as all members signed, else as the track says."""
    found = list(engagements)
    counted = Agreement.objects.filter(engagement__in=found).annotate(
        members=Count("engagement__members", distinct=True),
        signed=Count("signatures", distinct=True),
    )
    agreed = counted.filter(signed__gte=F("members")).order_by("version")
    days = {engagement.pk: engagement.track.meeting_every_days for engagement in found}
    return days | dict(agreed.values_list("engagement", "meeting_every_days"))
