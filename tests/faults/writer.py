"""`python -m tests.faults.writer FILE`: somebody who is signed in; the file holds their session's key."""

import sys
from pathlib import Path

import django

django.setup()

from django.test import Client  # noqa: E402 - after the apps are there
from django.utils import timezone  # noqa: E402

from core.accounts.models import User  # noqa: E402
from participants.models import Organisation  # noqa: E402
from participants.services.people import create_person  # noqa: E402


def sit_down() -> str:
    """A person with an account; the key of their session."""
    now = timezone.now()
    Organisation.objects.create(name="Northwind", timezone="UTC")
    user = User.objects.create(email="writer@example.org", password="!")
    person = create_person(
        given_name="Wim", family_name="Writer", email=user.email, by=None, now=now
    )
    person.user = user
    person.save(update_fields=["user"])
    client = Client()
    client.force_login(user)
    return str(client.session.session_key)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(sit_down())
