"""How the mails and the reminder about another way are worded: a question or news, no name in the subject."""

from datetime import datetime

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.outbox import kinds as mail_kinds
from core.outbox.kinds import Mail, NothingToSayError
from core.outbox.models import OutboxMessage
from core.outbox.rendering import absolute, compose
from core.reminders import kinds as reminder_kinds
from core.reminders.kinds import Line
from core.reminders.models import Reminder
from matching.enums import OfferState
from matching.mails import context_of, found
from matching.models import MatchRun, OtherWay
from matching.selectors.ways import open_ways
from matching.services.way_letters import ANSWER, BACK, WAY
from programs.models import Enrolment, Track


def register() -> None:
    """Called once from AppConfig.ready()."""
    mail_kinds.register(WAY, other_way)
    mail_kinds.register(BACK, taken_back)
    reminder_kinds.register(
        ANSWER,
        label=gettext_lazy("Another way to answer"),
        description=gettext_lazy("Two days before the time to answer another way ends."),
        line=line,
        still_needed=still_needed,
    )


def other_way(message: OutboxMessage) -> Mail:
    """Offers a track, or tells of short conversations; beforehand as it would read, later only while it
    is open.
    """
    key = message.parameters.get("way")
    if key and not OtherWay.objects.filter(pk=key, state=OfferState.OPEN).exists():
        raise NothingToSayError
    context = _context(message)
    if key:
        context["url"] = absolute(reverse("matching:way", args=[key]))
    subject = _("A question from your mentorship program")
    return compose("matching/other_way", subject=subject, context=context)


def taken_back(message: OutboxMessage) -> Mail:
    """The question is taken back."""
    subject = _("News from your mentorship program")
    return compose("matching/other_way_back", subject=subject, context=_context(message))


def _context(message: OutboxMessage) -> dict[str, object]:
    runs = MatchRun.objects.select_related("cohort__program", "track", "policy")
    run = found(runs, message.parameters["run"])
    people = Enrolment.objects.select_related("person")
    enrolment = found(people, message.parameters["enrolment"])
    track = found(Track.objects.all(), message.parameters["track"])
    context = context_of(run, enrolment.person)
    return context | {"track": track, "days": run.policy.answer_days}


def line(reminder: Reminder) -> Line | None:
    """Until when, and not what: it may be read on a locked phone."""
    way = OtherWay.objects.filter(pk=reminder.subject_id).first()
    if way is None:
        return None
    day = formats.date_format(timezone.localtime(way.expires_at), "l j F")
    text = _("A question from your mentorship program waits for your answer until %(day)s")
    return Line(text % {"day": day}, reverse("matching:way", args=[way.pk]))


def still_needed(reminder: Reminder, now: datetime) -> bool:
    """Only while it may be answered."""
    return open_ways(now).filter(pk=reminder.subject_id).exists()
