"""The agreement: versions, each signed by each member."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from core.audit.services import record
from core.events.services import append
from engagements.models import Agreement, AgreementSignature, Engagement
from engagements.selectors.agreements import is_signed_by_all
from engagements.services import nudges
from engagements.services.locking import Closed, lock_open
from participants.selectors import person_of

if TYPE_CHECKING:
    from core.accounts.models import User

__all__ = ["Closed", "NotAMember", "Superseded", "sign", "write"]
FIELDS = ("expectations", "boundaries", "confidentiality", "meeting_every_days")


class Superseded(Exception):
    """There is a newer version: that is the one to read and sign."""


class NotAMember(Exception):
    """Only members sign."""


@transaction.atomic
def write(
    *,
    engagement: Engagement,
    by: "User | None",
    now: datetime,
    seen: int | None = None,
    **fields: Any,
) -> Agreement:
    """A new version with the changed `fields` (those of FIELDS); unsigned, the old one stays.

    Nothing changed, no new version. `seen` is the version that the writer had before them (0 for
    none): raises Superseded when somebody was faster. Raises Closed.
    """
    engagement = lock_open(engagement)
    latest = engagement.agreements.order_by("-version").first()
    if seen is not None and seen != (latest.version if latest else 0):
        raise Superseded
    before = {name: getattr(latest, name) for name in FIELDS} if latest else _blank(engagement)
    after = before | {name: _tidy(fields[name]) for name in FIELDS if name in fields}
    if latest and after == before:
        return latest
    agreement = Agreement.objects.create(
        engagement=engagement,
        version=latest.version + 1 if latest else 1,
        written_by=person_of(by) if by else None,
        created_at=now,
        **after,
    )
    nudges.remind_to_sign(agreement, now=now)
    facts = {"version": agreement.version}
    record(by=by, action="agreements.write", subject=agreement, now=now, facts=facts)
    return agreement


@transaction.atomic
def sign(*, agreement: Agreement, by: "User", now: datetime) -> AgreementSignature:
    """The member's signature of this version; twice is once.

    Raises Closed, Superseded for an old version, NotAMember.
    """
    engagement = lock_open(agreement.engagement)
    if engagement.agreements.filter(version__gt=agreement.version).exists():
        raise Superseded
    member = engagement.members.filter(person__user=by, left_at=None).first()
    if member is None:
        raise NotAMember
    signature, created = AgreementSignature.objects.get_or_create(
        agreement=agreement,
        person=member.person,
        defaults={"signed_at": now, "created_at": now},
    )
    if created:
        _keep_rhythm(engagement, agreement)
        record(by=by, action="agreements.sign", subject=agreement, now=now)
        payload = {"engagement": engagement.pk, "version": agreement.version}
        append(
            kind="engagements.agreement_signed", subject=agreement, payload=payload, now=now, by=by
        )
    return signature


def keep_rhythm_of_latest(engagement: Engagement) -> None:
    """Whoever had not signed has left: then the others' signatures are all there are."""
    latest = engagement.agreements.order_by("-version").first()
    if latest is not None:
        _keep_rhythm(engagement, latest)


def _keep_rhythm(engagement: Engagement, agreement: Agreement) -> None:
    """The last signature makes the rhythm of this version the one that holds."""
    if is_signed_by_all(agreement):
        engagement.agreed_every_days = agreement.meeting_every_days
        engagement.save(update_fields=["agreed_every_days"])


def _blank(engagement: Engagement) -> dict[str, Any]:
    texts = dict.fromkeys(FIELDS[:3], "")
    return texts | {"meeting_every_days": engagement.track.meeting_every_days}


def _tidy(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
