"""A run goes out to people, once; and comes back as long as nobody has answered."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from core.audit.services import record
from core.events.services import append
from engagements.enums import MemberRole
from matching.adapter import is_circle, is_peers
from matching.enums import MATCHABLE, OfferState, ProposalState, RunState
from matching.models import MatchRun, Offer, Proposal, Publication
from matching.selectors.offers import days_for_mentee
from matching.selectors.publication import PublishPreview, preview
from matching.services import fairness, letters, nudges, second_leaders
from matching.services.review import NotOpen, require_open
from matching.services.runs import NotNow

if TYPE_CHECKING:
    from core.accounts.models import User

__all__ = ["Answered", "NotNow", "NotOpen", "NothingToPublish", "preview", "publish", "withdraw"]


class NothingToPublish(Exception):
    """The run holds no pair that could be offered."""


class Answered(Exception):
    """Somebody has answered: the publication can't be withdrawn any more."""


@transaction.atomic
def publish(*, run: MatchRun, by: "User | None", now: datetime) -> Publication:
    """Ask the mentors of every pair, or both of its peers; asked already, the publication that there is.

    Raises NotOpen, NotNow, NothingToPublish.
    """
    locked = _locked(run)
    if there := locked.publications.filter(withdrawn_at=None).first():
        return there
    require_open(locked)
    if locked.cohort.stage not in MATCHABLE:
        raise NotNow
    plan = preview(locked)
    if not plan.pairs:
        raise NothingToPublish
    publication = Publication.objects.create(
        run=locked, published_at=now, published_by=by, created_at=now
    )
    _offer(publication, plan, now)
    locked.state = RunState.PUBLISHED
    locked.save(update_fields=["state"])
    fairness.ask(locked, now)
    _note("publish", publication, by, now, pairs=len(plan.pairs))
    return publication


def _locked(run: MatchRun) -> MatchRun:
    rows = MatchRun.objects.select_for_update(of=("self",))
    return rows.select_related("cohort__program", "track", "policy").get(pk=run.pk)


def _offer(publication: Publication, plan: PublishPreview, now: datetime) -> None:
    if is_peers(plan.run.track):
        _ask_peers(publication, plan, now)
    else:
        _ask_mentors(publication, plan, now)
    keys = [pair.pk for pair in plan.pairs]
    Proposal.objects.filter(pk__in=keys).update(state=ProposalState.OFFERED)
    letters.ask_mentors(publication, plan.letters, now)
    letters.tell_left(publication, plan.left_over, now)


def _ask_peers(publication: Publication, plan: PublishPreview, now: datetime) -> None:
    """Both at once: neither has more to give than the other."""
    until = now + timedelta(days=days_for_mentee(plan.run))
    for pair in plan.pairs:
        for person in (pair.mentee.person, pair.mentor.person):
            offer = Offer.objects.create(
                proposal=pair, publication=publication, person=person, role=MemberRole.PEER,
                state=OfferState.OPEN, opened_at=now, expires_at=until, created_at=now,
            )  # fmt: skip
            nudges.remind_to_answer(offer, now=now)


def _ask_mentors(publication: Publication, plan: PublishPreview, now: datetime) -> None:
    until = now + timedelta(days=plan.run.policy.answer_days)
    reminded: set[object] = set()
    for pair in plan.pairs:
        asked = {"opened_at": now, "expires_at": until, "state": OfferState.OPEN}
        facts = {"proposal": pair, "publication": publication, "created_at": now}
        mentors = Offer.objects.create(
            person=pair.mentor.person, role=MemberRole.MENTOR, **asked, **facts
        )
        once = pair.mentor_id if is_circle(plan.run.track) else pair.pk
        if once not in reminded:
            nudges.remind_to_answer(mentors, now=now)
        reminded.add(once)
        Offer.objects.create(person=pair.mentee.person, role=MemberRole.MENTEE, **facts)
    second_leaders.ask(publication, plan, until, now)


@transaction.atomic
def withdraw(*, publication: Publication, by: "User | None", now: datetime) -> Publication:
    """Take every offer back; twice is once. Raises Answered."""
    locked = _locked(publication.run)
    row = Publication.objects.select_for_update().get(pk=publication.pk)
    if row.withdrawn_at is not None:
        return row
    proposals = Proposal.objects.select_for_update(of=("self",))
    keys = [
        each.pk for each in proposals.filter(pk__in=row.offers.values("proposal")).order_by("pk")
    ]
    offers = list(row.offers.select_for_update(of=("self",)).select_related("person__user"))
    if any(each.answered_at for each in offers):
        raise Answered
    asked = {each.person_id: each.person for each in offers if each.opened_at}
    row.offers.update(state=OfferState.WITHDRAWN)
    Proposal.objects.filter(pk__in=keys).update(state=ProposalState.DRAFT)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    locked.state = RunState.READY
    locked.save(update_fields=["state"])
    letters.take_back(row, asked.values(), now)
    _note("withdraw", row, by, now)
    return row


def _note(
    word: str, publication: Publication, by: "User | None", now: datetime, **facts: int
) -> None:
    record(by=by, action=f"matching.{word}", subject=publication, now=now, facts=facts)
    payload = {"run": publication.run_id, "cohort": publication.run.cohort_id}
    append(kind=f"matching.{word}", subject=publication, payload=payload, now=now, by=by)
