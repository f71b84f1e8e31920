"""A mail that the demo's mailbox has caught, with a file."""

from core.outbox.models import DemoAttachment, DemoMail
from tests.world import World

HTML = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A date</title></head>
<body><p>You meet on Tuesday.</p></body></html>
"""


def build(world: World) -> None:
    """One mail."""
    mail = DemoMail.objects.create(
        created_at=World.NOW,
        message_id="<1@world.test>",
        to_email="mentee@world.test",
        subject="A date in your mentorship program",
        text="You meet on Tuesday.\n",
        html=HTML,
    )
    world.remember("demo_mail", mail)
    file = DemoAttachment.objects.create(
        mail=mail, name="session.ics", mimetype="text/calendar", content=b"BEGIN:VCALENDAR"
    )
    world.remember("demo_attachment", file)
