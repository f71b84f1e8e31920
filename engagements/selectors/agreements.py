"""Where an agreement stands, and the rhythm it sets."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from engagements.models import Agreement, AgreementSignature, Engagement, EngagementMember
from participants.models import Person


def latest_agreement(engagement: Engagement) -> Agreement | None:
    """The newest version, signed or not."""
    return engagement.agreements.order_by("-version").first()


def unsigned_by(agreement: Agreement) -> list[Person]:
    """The members whose signature is missing."""
    signed = agreement.signatures.values("person")
    missing = agreement.engagement.members.filter(left_at=None).exclude(person__in=signed)
    return [member.person for member in missing.select_related("person")]


def signed_by_all() -> "QuerySet[Agreement]":
    """Versions that every member has signed."""
    theirs = AgreementSignature.objects.filter(
        agreement=OuterRef(OuterRef("pk")), person=OuterRef("person")
    )
    members = EngagementMember.objects.filter(engagement=OuterRef("engagement"))
    return Agreement.objects.filter(~Exists(members.filter(~Exists(theirs)).order_by()))


def cadences(engagements: Iterable[Engagement]) -> dict[UUID, int]:
    """Days between sessions of each: as all members signed, else as the track says."""
    found = list(engagements)
    agreed = signed_by_all().filter(engagement__in=found).order_by("version")
    days = {engagement.pk: engagement.track.meeting_every_days for engagement in found}
    return days | dict(agreed.values_list("engagement", "meeting_every_days"))


def cadence() -> Coalesce:
    """What `cadences` says, as a column of a query of engagements."""
    agreed = signed_by_all().filter(engagement=OuterRef("pk")).order_by("-version")
    newest = Subquery(agreed.values("meeting_every_days")[:1])
    return Coalesce(newest, "track__meeting_every_days")
