"""Opening coaching for somebody, and how they come to a coach of their own choice."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from core.audit.services import record
from core.events.services import append
from core.outbox.services import enqueue
from engagements.services.locking import TooLate, lock_row, not_before
from programs.models import Enrolment
from rotations.coaching.enums import SearchState
from rotations.coaching.selectors.fit import best
from rotations.coaching.services.starting import begin
from rotations.models import (
    CoachingContract,
    CoachingEngagement,
    CoachProposal,
    CoachSearch,
)

if TYPE_CHECKING:
    from core.accounts.models import User

OPEN = (SearchState.CHOOSING, SearchState.ASKED)
#: How long two people talk before one of them decides.
CALL = timedelta(minutes=20)
CHOOSE_MAIL, CALL_MAIL, ASK_MAIL, DECLINED_MAIL = (
    "coaching.choose",
    "coaching.call",
    "coaching.asked",
    "coaching.declined",
)


class OpenAlready(Exception):
    """The person is choosing already."""


class NobodyFits(Exception):
    """There is no coach in the pool who could be asked."""


@transaction.atomic
def open_search(
    *,
    enrolment: Enrolment,
    contract: CoachingContract,
    minutes: int,
    by: "User | None",
    now: datetime,
) -> CoachSearch:
    """Three coaches for the person to choose from. Raises OpenAlready, NobodyFits."""
    found = best(coachee=enrolment.person, contract=contract, now=now)
    if not found:
        raise NobodyFits
    search = CoachSearch(
        enrolment=enrolment, contract=contract, minutes=minutes, opened_by=by, created_at=now
    )
    try:
        with transaction.atomic():
            search.save(force_insert=True)
    except IntegrityError as error:
        raise OpenAlready from error
    for position, fit in enumerate(found, 1):
        CoachProposal.objects.create(
            search=search,
            coach=fit.coach,
            position=position,
            quality=fit.quality,
            reasons=fit.reasons,
            created_at=now,
        )
    _mail(CHOOSE_MAIL, search, enrolment.person.user, "search", "opened", now)
    _note("opened", search, by, now)
    return search


@transaction.atomic
def plan_call(
    *,
    proposal: CoachProposal,
    starts_at: datetime,
    place: str,
    by: "User | None",
    now: datetime,
) -> CoachProposal:
    """A short call to get to know each other, at nobody's expense; both calendars learn of it.

    Said again, the call moves. Raises TooLate for a time that has passed or a choice made.
    """
    search, proposal = _locked(proposal)
    if search.state != SearchState.CHOOSING:
        raise TooLate
    not_before(starts_at, now)
    place = place.strip()
    if (proposal.call_at, proposal.call_place) == (starts_at, place):
        return proposal
    proposal.call_sequence += proposal.call_at is not None
    proposal.call_at, proposal.call_place = starts_at, place
    proposal.save()
    for user in (search.enrolment.person.user, proposal.coach.person.user):
        _mail(CALL_MAIL, proposal, user, "proposal", str(proposal.call_sequence), now)
    record(by=by, action="coaching.call", subject=proposal, now=now)
    return proposal


@transaction.atomic
def choose(*, proposal: CoachProposal, by: "User | None", now: datetime) -> None:
    """The coachee's choice; the coach is asked. Raises TooLate once another was chosen."""
    search, proposal = _locked(proposal)
    if proposal.chosen_at is not None and search.state == SearchState.ASKED:
        return
    if search.state != SearchState.CHOOSING or proposal.declined_at is not None:
        raise TooLate
    proposal.chosen_at = now
    proposal.save(update_fields=["chosen_at"])
    _set_state(search, SearchState.ASKED)
    key = now.isoformat(timespec="seconds")
    _mail(ASK_MAIL, proposal, proposal.coach.person.user, "proposal", key, now)
    record(by=by, action="coaching.choose", subject=proposal, now=now)


@transaction.atomic
def choose_again(*, search: CoachSearch, by: "User | None", now: datetime) -> None:
    """The way back, until the coach has accepted. Raises TooLate after that."""
    search = lock_row(search)
    if search.state == SearchState.CHOOSING:
        return
    if search.state != SearchState.ASKED:
        raise TooLate
    search.proposals.exclude(chosen_at=None).update(chosen_at=None)
    _set_state(search, SearchState.CHOOSING)
    record(by=by, action="coaching.choose_again", subject=search, now=now)


@transaction.atomic
def accept(*, proposal: CoachProposal, by: "User | None", now: datetime) -> CoachingEngagement:
    """The coach says yes, and the coaching begins. Raises TooLate when they are not asked."""
    search, proposal = _locked(proposal)
    if search.state != SearchState.ASKED or proposal.chosen_at is None:
        raise TooLate
    _set_state(search, SearchState.STARTED)
    return begin(
        enrolment=search.enrolment,
        coach=proposal.coach.person,
        contract=search.contract,
        minutes=search.minutes,
        by=by,
        now=now,
    )


@transaction.atomic
def decline(*, proposal: CoachProposal, by: "User | None", now: datetime) -> None:
    """The coach can't; the coachee chooses among the others. Raises TooLate."""
    search, proposal = _locked(proposal)
    if search.state != SearchState.ASKED or proposal.chosen_at is None:
        raise TooLate
    proposal.chosen_at, proposal.declined_at = None, now
    proposal.save(update_fields=["chosen_at", "declined_at"])
    _set_state(search, SearchState.CHOOSING)
    _mail(DECLINED_MAIL, proposal, search.enrolment.person.user, "proposal", "declined", now)
    record(by=by, action="coaching.decline", subject=proposal, now=now)


@transaction.atomic
def close_search(*, search: CoachSearch, by: "User | None", now: datetime) -> None:
    """The offer is withdrawn before anything began. Raises TooLate after that."""
    search = lock_row(search)
    if search.state == SearchState.CLOSED:
        return
    if search.state == SearchState.STARTED:
        raise TooLate
    search.closed_at = now
    _set_state(search, SearchState.CLOSED)
    _note("closed", search, by, now)


@transaction.atomic
def reopen_search(*, search: CoachSearch, by: "User | None", now: datetime) -> None:
    """The way back. Raises OpenAlready when another one was opened since."""
    search = lock_row(search)
    if search.state != SearchState.CLOSED:
        return
    asked = search.proposals.exclude(chosen_at=None).exists()
    search.closed_at = None
    try:
        with transaction.atomic():
            _set_state(search, SearchState.ASKED if asked else SearchState.CHOOSING)
    except IntegrityError as error:
        raise OpenAlready from error
    _note("reopened", search, by, now)


def _locked(proposal: CoachProposal) -> tuple[CoachSearch, CoachProposal]:
    """The search first, then its proposal, as they are now."""
    search = lock_row(proposal.search)
    return search, lock_row(proposal)


def _set_state(search: CoachSearch, state: SearchState) -> None:
    search.state = state
    search.save(update_fields=["state", "closed_at"])


def _mail(
    kind: str,
    about: CoachSearch | CoachProposal,
    user: "User | None",
    name: str,
    key: str,
    now: datetime,
) -> None:
    if user is None or not user.is_active:
        return
    enqueue(
        kind=kind,
        recipient=user,
        parameters={name: about.pk, "key": key},
        dedupe_key=f"{kind}:{about.pk}:{user.pk}:{key}",
        now=now,
    )


def _note(verb: str, search: CoachSearch, by: "User | None", now: datetime) -> None:
    record(by=by, action=f"coaching.search_{verb}", subject=search, now=now)
    append(
        kind=f"rotations.coach_search_{verb}",
        subject=search,
        payload={"enrolment": search.enrolment_id},
        now=now,
        by=by,
    )
