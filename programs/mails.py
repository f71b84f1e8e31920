"""How this room's mails are worded."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.outbox import kinds
from core.outbox.kinds import Mail, NothingToSayError
from core.outbox.models import OutboxMessage
from core.outbox.rendering import absolute, compose
from programs.enums import EnrolmentState
from programs.models import Enrolment
from programs.services.announcements import DECIDED, DECISION, INVITATION


def invitation(message: OutboxMessage) -> Mail:
    """Asks to take part; nothing once the person has answered."""
    enrolment = _enrolment(message)
    if enrolment.state not in (EnrolmentState.INVITED, EnrolmentState.STARTED):
        raise NothingToSayError
    return compose(
        "programs/invitation",
        subject=_("A question from the mentorship team"),
        context=_context(enrolment),
    )


def decision(message: OutboxMessage) -> Mail:
    """Says that there is news, and no more: others may see the screen."""
    enrolment = _enrolment(message)
    if enrolment.state not in (*DECIDED, EnrolmentState.COMPLETED):
        raise NothingToSayError
    return compose(
        "programs/decision",
        subject=_("News about your application"),
        context=_context(enrolment),
    )


def _enrolment(message: OutboxMessage) -> Enrolment:
    rows = Enrolment.objects.select_related("person", "cohort__program", "track")
    row = rows.filter(pk=message.parameters["enrolment"]).first()
    if row is None:
        raise NothingToSayError
    return row


def _context(enrolment: Enrolment) -> dict[str, object]:
    return {
        "name": enrolment.person.given_name or enrolment.person.name,
        "program": enrolment.cohort.program.name,
        "summary": enrolment.cohort.program.summary,
        "cohort": enrolment.cohort.name,
        "starts_on": enrolment.cohort.starts_on,
        "role": enrolment.get_role_display(),
        "is_mentor": enrolment.role == "mentor",
        "is_peer": enrolment.role == "peer",
        "url": absolute(reverse("programs:enrolment", args=[enrolment.pk])),
    }


def register() -> None:
    """Called once from AppConfig.ready()."""
    kinds.register(INVITATION, invitation)
    kinds.register(DECISION, decision)
