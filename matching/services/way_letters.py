"""The mails and the reminder about another way, once for each occasion."""

from datetime import datetime

from core.outbox import services as outbox
from matching.models import OtherWay
from matching.selectors.ways import is_talk
from matching.services.nudges import remind_before
from programs.services.announcements import recipient_of

WAY, BACK = "matching.other_way", "matching.other_way_back"
ANSWER = "matching.answer_way"


def ask(way: OtherWay, now: datetime) -> None:
    """The question, and a reminder before its time ends; a hint of short conversations needs none."""
    _send(WAY, way, now)
    user = way.enrolment.person.user
    if user is None or is_talk(way.track):
        return
    remind_before(kind=ANSWER, subject=way, recipient=user, expires_at=way.expires_at, now=now)


def take_back(way: OtherWay, now: datetime) -> None:
    """Who has read the question learns that it is taken back; the others never know."""
    if not outbox.cancel(dedupe_key=f"{WAY}:{way.pk}", now=now):
        _send(BACK, way, now)


def _send(kind: str, way: OtherWay, now: datetime) -> None:
    recipient = recipient_of(way.enrolment.person)
    if recipient:
        outbox.enqueue(
            kind=kind,
            recipient=recipient,  # type: ignore[arg-type]
            parameters={
                "run": way.run_id, "enrolment": way.enrolment_id, "track": way.track_id, "way": way.pk,
            },
            dedupe_key=f"{kind}:{way.pk}",
            now=now,
        )  # fmt: skip
