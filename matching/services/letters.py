"""The mails of this room, put into the outbox once for each occasion."""

from collections.abc import Iterable
from datetime import datetime

from core.outbox import services as outbox
from matching.models import Offer, Proposal, Publication, TalkTime, UnmatchedPerson
from matching.selectors.offers import partner_of
from matching.selectors.publication import Letter
from participants.models import Person
from programs.services.announcements import recipient_of

MENTOR, MENTEE = "matching.mentor_offer", "matching.mentee_offer"
REQUEST, TALK = "matching.request", "matching.first_talk"
LEFT = "matching.left_over"
BEGUN, OVER, WITHDRAWN = "matching.begun", "matching.over", "matching.withdrawn"
CIRCLE_BEGUN = "matching.circle_begun"
TIMES, ENTRY = "matching.talk_times", "matching.talk_entry"


def ask_mentors(publication: Publication, letters: Iterable[Letter], now: datetime) -> None:
    """One mail to each mentor, about all their offers."""
    for letter in letters:
        outbox.enqueue(
            kind=MENTOR,
            recipient=letter.recipient,
            parameters={"run": publication.run_id, "person": letter.person.pk},
            dedupe_key=_mentor_key(publication, letter.person.pk),
            now=now,
        )


def tell_left(publication: Publication, people: Iterable[Person], now: datetime) -> None:
    """Who was left without a mentor hears it from us, once; why stands on their page alone."""
    told = list(people)
    rows = UnmatchedPerson.objects.filter(run=publication.run_id, enrolment__person__in=told)
    rows.update(told_at=now)
    for person in told:
        outbox.enqueue(
            kind=LEFT,
            recipient=recipient_of(person),  # type: ignore[arg-type]
            parameters={"run": publication.run_id, "person": person.pk},
            dedupe_key=_left_key(publication, person.pk),
            now=now,
        )


def _left_key(publication: Publication, person: object) -> str:
    return f"{LEFT}:{publication.pk}:{person}"


def _mentor_key(publication: Publication, person: object) -> str:
    return f"{MENTOR}:{publication.pk}:{person}"


def ask_mentee(offer: Offer, now: datetime) -> None:
    """The mentor has accepted: it is the mentee's turn."""
    _send(MENTEE, offer.person, offer.proposal, f"{MENTEE}:{offer.pk}", now)


def tell_request(offer: Offer, now: datetime) -> None:
    """A mentee asks this mentor."""
    _send(REQUEST, offer.person, offer.proposal, f"{REQUEST}:{offer.pk}", now)


def suggest_talk(offer: Offer, now: datetime) -> None:
    """The mentor has said yes, and the two are to talk before the mentee answers."""
    _send(TALK, offer.person, offer.proposal, f"{TALK}:{offer.pk}", now)


def suggest_times(offer: Offer, first: TalkTime, now: datetime) -> None:
    """The other one of the two suggests times for their first talk."""
    _send(TIMES, partner_of(offer), offer.proposal, f"{TIMES}:{first.pk}", now)


def tell_talk(row: TalkTime, now: datetime) -> None:
    """A time is picked, or off again: both calendars learn of it."""
    for person in (row.proposal.mentor.person, row.proposal.mentee.person):
        recipient = recipient_of(person)
        if recipient:
            outbox.enqueue(
                kind=ENTRY,
                recipient=recipient,  # type: ignore[arg-type]
                parameters={"time": row.pk, "person": person.pk, "sequence": row.sequence},
                dedupe_key=f"{ENTRY}:{row.pk}:{row.sequence}:{person.pk}",
                now=now,
            )


def tell_begun(proposal: Proposal, person: Person, now: datetime) -> None:
    """Both have accepted."""
    _send(BEGUN, person, proposal, f"{BEGUN}:{proposal.pk}:{person.pk}", now)


def tell_circle_begun(proposal: Proposal, person: Person, now: datetime) -> None:
    """Enough have accepted, or somebody has joined what has begun."""
    _send(CIRCLE_BEGUN, person, proposal, f"{CIRCLE_BEGUN}:{proposal.pk}:{person.pk}", now)


def tell_over(offer: Offer, now: datetime) -> None:
    """It comes to nothing after all; no word about why. Who never read the question hears nothing."""
    if outbox.cancel(dedupe_key=f"{REQUEST}:{offer.pk}", now=now):
        return
    _send(OVER, offer.person, offer.proposal, f"{OVER}:{offer.pk}", now)


def take_back(publication: Publication, people: Iterable[Person], now: datetime) -> None:
    """Who has been asked already learns that the question is withdrawn; the others never know.

    Nor does who was left without a mentor and has not read so yet; what the others read stays true.
    """
    for left in UnmatchedPerson.objects.filter(
        run=publication.run_id, told_at=publication.published_at
    ).select_related("enrolment"):
        if outbox.cancel(dedupe_key=_left_key(publication, left.enrolment.person_id), now=now):
            left.told_at = None
            left.save(update_fields=["told_at"])
    for person in people:
        unsent = outbox.cancel(dedupe_key=_mentor_key(publication, person.pk), now=now)
        recipient = recipient_of(person)
        if not unsent and recipient:
            outbox.enqueue(
                kind=WITHDRAWN,
                recipient=recipient,  # type: ignore[arg-type]
                parameters={"run": publication.run_id, "person": person.pk},
                dedupe_key=f"{WITHDRAWN}:{publication.pk}:{person.pk}",
                now=now,
            )


def _send(kind: str, person: Person, proposal: Proposal, key: str, now: datetime) -> None:
    recipient = recipient_of(person)
    if recipient:
        outbox.enqueue(
            kind=kind,
            recipient=recipient,  # type: ignore[arg-type]
            parameters={"proposal": proposal.pk, "person": person.pk},
            dedupe_key=key,
            now=now,
        )
