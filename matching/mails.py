"""How this room's mails are worded: a question or news, never a name in the subject."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.outbox import kinds
from core.outbox.kinds import Mail, NothingToSayError
from core.outbox.models import OutboxMessage
from core.outbox.rendering import absolute, compose
from engagements.enums import MemberRole
from matching.adapter import is_circle, is_peers
from matching.adapter.problem import who_waits
from matching.enums import OfferRole, OfferState, ProposalState, RunState
from matching.models import MatchRun, Offer, Proposal, UnmatchedPerson
from matching.selectors.offers import days_for_mentee
from matching.selectors.publication import asked_of
from matching.services import letters
from participants.models import Person
from programs.enums import SEEKING

Row = TypeVar("Row", bound=Model)


def register() -> None:
    """Called once from AppConfig.ready()."""
    kinds.register(letters.MENTOR, mentor_offer)
    kinds.register(letters.MENTEE, mentee_offer)
    kinds.register(letters.REQUEST, request)
    kinds.register(letters.TALK, first_talk)
    kinds.register(letters.LEFT, left_over)
    kinds.register(letters.BEGUN, begun)
    kinds.register(letters.CIRCLE_BEGUN, circle_begun)
    kinds.register(letters.OVER, over)
    kinds.register(letters.WITHDRAWN, withdrawn)


def mentor_offer(message: OutboxMessage) -> Mail:
    """Asks a mentor or a peer; before publication as it would read, later only while something is open."""
    run, person = _run(message), _person(message)
    count = _asked(run, person)
    template = "leader_offer" if is_circle(run.track) else "mentor_offer"
    if not count:
        count, template = _asked_too(run, person), "second_offer"
    if not count:
        raise NothingToSayError
    if is_peers(run.track):
        days = days_for_mentee(run)
        return _mail("peer_offer", _("A question about your program"), run, person, days=days)
    return _mail(template, _("A question about your mentorship program"), run, person, count)


def _asked(run: MatchRun, person: Person) -> int:
    if run.state == RunState.PUBLISHED:
        open_ones = Offer.objects.filter(proposal__run=run, person=person, state=OfferState.OPEN)
        return open_ones.filter(role__in=(OfferRole.MENTOR, OfferRole.PEER)).count()
    return asked_of(run, person)


def _asked_too(run: MatchRun, person: Person) -> int:
    """How many members the circle has that somebody would lead as the second."""
    offers = Offer.objects.filter(
        proposal__run=run, person=person, role=OfferRole.SECOND, state=OfferState.OPEN
    )
    if run.state == RunState.PUBLISHED and not offers.exists():
        return 0
    return Proposal.objects.filter(run=run, second__person=person).count()


def left_over(message: OutboxMessage) -> Mail:
    """Tells somebody that nobody was found for them; not why, and nobody's name."""
    run, person = _run(message), _person(message)
    rows = UnmatchedPerson.objects.filter(run=run, enrolment__person=person)
    waits = who_waits(run.cohort, run.track).filter(role__in=SEEKING)
    if not rows.filter(enrolment__in=waits.values("pk")).exists():
        raise NothingToSayError
    return _mail("left_over", _("News from your mentorship program"), run, person)


def mentee_offer(message: OutboxMessage) -> Mail:
    """Asks a mentee, once the mentor has accepted; before publication, as it would read. Also a peer who
    has asked, for the final answer.
    """
    proposal, person = _proposal(message), _person(message)
    offers = proposal.offers.filter(person=person, state=OfferState.OPEN)
    to_come = proposal.state == ProposalState.DRAFT
    if not to_come and not offers.exclude(role=MemberRole.MENTOR).exists():
        raise NothingToSayError
    subject = _("A question about your mentorship program")
    template = "member_offer" if is_circle(proposal.run.track) else "mentee_offer"
    days = days_for_mentee(proposal.run)
    return _mail(template, subject, proposal.run, person, days=days)


def first_talk(message: OutboxMessage) -> Mail:
    """Suggests to a mentor that the two talk, as long as the mentee has not answered; so to a peer who
    was asked.
    """
    proposal, person = _proposal(message), _person(message)
    others = proposal.offers.filter(state=OfferState.OPEN).exclude(person=person)
    if not others.exists():
        raise NothingToSayError
    subject = _("News from your mentorship program")
    days = days_for_mentee(proposal.run)
    return _mail("first_talk", subject, proposal.run, person, days=days)


def request(message: OutboxMessage) -> Mail:
    """Asks a mentor or peer what somebody has asked; neither who it is nor what they wrote."""
    proposal, person = _proposal(message), _person(message)
    if not proposal.offers.filter(person=person, state=OfferState.OPEN).exists():
        raise NothingToSayError
    subject = _("A question about your mentorship program")
    if is_peers(proposal.run.track):
        subject = _("A question about your program")
    return _mail("request", subject, proposal.run, person)


def begun(message: OutboxMessage, template: str = "begun") -> Mail:
    """Both have said yes."""
    proposal = _proposal(message)
    if proposal.state != ProposalState.ACCEPTED:
        raise NothingToSayError
    subject = _("News from your mentorship program")
    return _mail(template, subject, proposal.run, _person(message), url="engagements:list")


def circle_begun(message: OutboxMessage) -> Mail:
    """Enough have said yes."""
    return begun(message, "circle_begun")


def over(message: OutboxMessage) -> Mail:
    """It comes to nothing; nobody says why."""
    proposal, person = _proposal(message), _person(message)
    template = "over"
    if proposal.run.state == RunState.ASKED:
        is_mentee = proposal.mentee.person_id == person.pk
        template = "request_over" if is_mentee else "request_back"
    return _mail(template, _("News from your mentorship program"), proposal.run, person)


def withdrawn(message: OutboxMessage) -> Mail:
    """The question is taken back."""
    subject = _("News from your mentorship program")
    return _mail("withdrawn", subject, _run(message), _person(message))


def found(rows: "QuerySet[Row]", key: object) -> Row:
    """The row that a message is about. Raises NothingToSayError once it is gone."""
    row = rows.filter(pk=key).first()
    if row is None:
        raise NothingToSayError
    return row


def context_of(run: MatchRun, person: Person, url: str = "matching:mine") -> dict[str, object]:
    """What every mail of matching says: to whom, about which program, and where to read on."""
    return {
        "name": person.given_name or person.name,
        "program": run.cohort.program.name,
        "has_account": person.user_id is not None,
        "url": absolute(reverse(url)),
    }


def _run(message: OutboxMessage) -> MatchRun:
    rows = MatchRun.objects.select_related("cohort__program", "track", "policy")
    return found(rows, message.parameters["run"])


def _proposal(message: OutboxMessage) -> Proposal:
    rows = Proposal.objects.select_related(
        "run__cohort__program", "run__track", "run__policy", "mentee"
    )
    return found(rows, message.parameters["proposal"])


def _person(message: OutboxMessage) -> Person:
    return found(Person.objects.all(), message.parameters["person"])


def _mail(
    template: str,
    subject: str,
    run: MatchRun,
    person: Person,
    count: int = 1,
    url: str = "matching:mine",
    days: int | None = None,
) -> Mail:
    context = context_of(run, person, url) | {
        "days": days or run.policy.answer_days,
        "talk": run.track.first_talk,
        "peers": is_peers(run.track),
        "count": count,
    }
    return compose(f"matching/{template}", subject=subject, context=context)
