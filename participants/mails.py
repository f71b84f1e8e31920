"""How this room's mails are worded."""

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from core.outbox import kinds
from core.outbox.kinds import Mail, NothingToSayError
from core.outbox.models import OutboxMessage
from core.outbox.rendering import absolute, compose
from participants.models import Invitation
from participants.selectors import organisation
from participants.services.invitations import token_of


def invitation(message: OutboxMessage) -> Mail:
    """The link that lets a person in; nothing once it was used or revoked."""
    row = (
        Invitation.objects.select_related("person")
        .filter(pk=message.parameters["invitation"], accepted_at=None, revoked_at=None)
        .first()
    )
    home = organisation()
    if row is None or home is None:
        raise NothingToSayError
    context = {
        "name": row.person.given_name or row.person.name,
        "organisation": home.name,
        "url": absolute(reverse("participants:join", args=[token_of(row)])),
        "until": formats.date_format(row.expires_at, "DATE_FORMAT"),
    }
    return compose(
        "participants/invitation",
        subject=_("Your invitation to %(organisation)s") % context,
        context=context,
        category="invitation",
    )


def register() -> None:
    """Called once from AppConfig.ready()."""
    kinds.register("participants.invitation", invitation)
