"""Telling people: that they are invited, and what was decided. Once for each, through the outbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.outbox.services import enqueue
from participants.models import Person
from participants.services.invitations import can_be_invited, invite
from programs import stages
from programs.enums import EnrolmentState, Stage
from programs.models import Cohort, Enrolment

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

INVITATION, DECISION = "programs.invitation", "programs.decision"
DECIDED = (EnrolmentState.SELECTED, EnrolmentState.WAITLISTED, EnrolmentState.DECLINED)


@dataclass(frozen=True)
class MailPlan:
    """A mail that would go out: its kind, to whom, and who has no address for it."""

    kind: str
    label: "_StrPromise"
    enrolments: list[Enrolment]
    unreachable: list[Enrolment]

    @property
    def people(self) -> list[Person]:
        """Who would get it, by name."""
        return [enrolment.person for enrolment in self.enrolments]


_LABELS = {
    EnrolmentState.INVITED: _("Invitation to take part"),
    EnrolmentState.SELECTED: _("News: you have a place"),
    EnrolmentState.WAITLISTED: _("News: you are on the waiting list"),
    EnrolmentState.DECLINED: _("News: not this time"),
}


def waiting(cohort: Cohort, stage: str) -> "QuerySet[Enrolment]":
    """Who has not been told yet what can be told at that stage."""
    states = _told_at(Stage(stage))
    rows = Enrolment.objects.filter(cohort=cohort, state__in=states, told_at=None)
    return rows.select_related("person__user")


def _told_at(stage: Stage) -> tuple[EnrolmentState, ...]:
    if stage in stages.DECISIONS_KNOWN:
        return DECIDED
    return (EnrolmentState.INVITED,) if stage in stages.TAKES_APPLICATIONS else ()


def planned(cohort: Cohort, stage: str) -> list[MailPlan]:
    """The mails that reaching that stage would send."""
    rows = list(waiting(cohort, stage))
    plans = []
    for state, label in _LABELS.items():
        mine = [row for row in rows if row.state == state]
        if mine:
            kind = INVITATION if state == EnrolmentState.INVITED else DECISION
            reached = [row for row in mine if recipient_of(row.person)]
            silent = [row for row in mine if not recipient_of(row.person)]
            plans.append(MailPlan(kind, label, reached, silent))
    return plans


def recipient_of(person: Person) -> object:
    """The user, else the address; nothing for sample people without an account."""
    return person.user or ("" if person.is_sample else person.email)


@transaction.atomic
def announce(*, cohort: Cohort, now: datetime) -> int:
    """Tell everybody who waits for news at the cohort's stage; returns how many mails."""
    return tell(enrolments=waiting(cohort, cohort.stage), now=now)


@transaction.atomic
def tell(*, enrolments: Iterable[Enrolment], now: datetime) -> int:
    """Write a mail to each and note that they know; returns how many mails."""
    rows = list(enrolments)
    mails = sum(_mail(row, now) for row in rows)
    Enrolment.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=now)
    return mails


def _mail(enrolment: Enrolment, now: datetime) -> bool:
    recipient = recipient_of(enrolment.person)
    if not recipient:
        return False
    invited = enrolment.state == EnrolmentState.INVITED
    moment = "" if invited else f":{enrolment.decided_at:%Y%m%dT%H%M%S%f}"
    enqueue(
        kind=INVITATION if invited else DECISION,
        recipient=recipient,  # type: ignore[arg-type]
        parameters={"enrolment": enrolment.pk},
        dedupe_key=f"enrolment:{enrolment.pk}:{enrolment.state}{moment}",
        now=now,
    )
    _let_in(enrolment.person, now)
    return True


def _let_in(person: Person, now: datetime) -> None:
    """Who has no account yet gets the link that makes one, unless a fresh one is on its way."""
    fresh = person.invitations.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)
    if can_be_invited(person) and not fresh.exists():
        invite(people=[person], by=None, now=now)
