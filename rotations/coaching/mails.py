"""How the mails of coaching are worded: neutral subjects, and no word of what anybody wrote."""

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from core.outbox import kinds
from core.outbox.kinds import Mail, NothingToSayError
from core.outbox.models import OutboxMessage
from core.outbox.rendering import absolute, compose
from rotations.coaching.calls import calendar_file
from rotations.coaching.enums import SearchState
from rotations.coaching.services.ledger import OVERRUN_MAIL
from rotations.coaching.services.searches import ASK_MAIL, CALL_MAIL, CHOOSE_MAIL, DECLINED_MAIL
from rotations.models import CoachingContract, CoachProposal, CoachSearch


def choose(message: OutboxMessage) -> Mail:
    """Three coaches wait to be met; nothing once one was chosen."""
    search = CoachSearch.objects.filter(
        pk=message.parameters["search"], state=SearchState.CHOOSING
    ).first()
    if search is None:
        raise NothingToSayError
    return _note(
        _("Choose your coach"),
        _("You can work with a coach from outside. We looked for people who fit what you want to"
          " grow: meet them in a short call, then choose one."),
        reverse("coaching:search", args=[search.pk]),
        _("See who is proposed"),
    )  # fmt: skip


def call(message: OutboxMessage) -> Mail:
    """The time of the call, with its calendar entry; nothing for a time that was changed since."""
    proposal = _proposal(message)
    if proposal.call_at is None or str(proposal.call_sequence) != message.parameters["key"]:
        raise NothingToSayError
    start = timezone.localtime(proposal.call_at)
    facts = {
        "day": formats.date_format(start, "l j F"),
        "time": formats.time_format(start),
        "zone": str(start.tzinfo),
    }
    is_coach = message.recipient_id == proposal.coach.person.user_id
    address = (
        reverse("coaching:asked", args=[proposal.pk])
        if is_coach
        else reverse("coaching:search", args=[proposal.search_id])
    )
    return _note(
        _("Call on %(day)s, %(time)s") % facts,
        _("A short call to get to know each other, on %(day)s at %(time)s (%(zone)s).") % facts,
        address,
        _("Open it"),
        attachments=[calendar_file(proposal, stamp=message.created_at)],
        category="calendar",
    )


def asked(message: OutboxMessage) -> Mail:
    """Somebody has chosen this coach; nothing once it was answered."""
    proposal = _proposal(message)
    if proposal.chosen_at is None or proposal.search.state != SearchState.ASKED:
        raise NothingToSayError
    return _note(
        _("A question for you"),
        _("Somebody would like to work with you as their coach. Read what it is about and answer."),
        reverse("coaching:asked", args=[proposal.pk]),
        _("Read and answer"),
    )


def declined(message: OutboxMessage) -> Mail:
    """The coach can't; there are others."""
    proposal = _proposal(message)
    if proposal.search.state != SearchState.CHOOSING:
        raise NothingToSayError
    return _note(
        _("News about your coaching"),
        _("The coach you chose has no time for it now. You can choose another one."),
        reverse("coaching:search", args=[proposal.search_id]),
        _("Choose another one"),
    )


def overrun(message: OutboxMessage) -> Mail:
    """A session was held that the contract didn't cover; nothing once hours were added."""
    contract = CoachingContract.objects.filter(pk=message.parameters["contract"]).first()
    if contract is None:
        raise NothingToSayError
    return _note(
        _("A coaching contract needs you"),
        _("A session was held beyond the hours that were bought. It is logged; please look at the"
          " contract."),
        reverse("coaching:contract", args=[contract.pk]),
        _("Open the contract"),
    )  # fmt: skip


def _proposal(message: OutboxMessage) -> CoachProposal:
    rows = CoachProposal.objects.select_related("search__enrolment__person", "coach__person")
    found = rows.filter(pk=message.parameters["proposal"]).first()
    if found is None:
        raise NothingToSayError
    return found


def _note(subject: str, text: str, address: str, action: str, **more: object) -> Mail:
    context = {"text": text, "url": absolute(address), "action": action}
    return compose("coaching/note", subject=subject, context=context, **more)  # type: ignore[arg-type]


def register() -> None:
    """Called once when the room opens."""
    kinds.register(CHOOSE_MAIL, choose)
    kinds.register(CALL_MAIL, call)
    kinds.register(ASK_MAIL, asked)
    kinds.register(DECLINED_MAIL, declined)
    kinds.register(OVERRUN_MAIL, overrun)
