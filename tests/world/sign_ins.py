"""A session for each subject of the permission matrix, so that thousands of requests sign nobody in."""

from django.contrib.sessions.models import Session
from django.test import Client

from tests.permissions.declarations import SUBJECTS
from tests.world import World, session_of


def build(world: World) -> None:
    """Sign each of them in once; the sessions are good for as long as a run takes."""
    for subject in SUBJECTS:
        if subject != "anonymous":
            client = Client()
            client.force_login(world.user(subject))
            row = Session.objects.get(pk=client.session.session_key)
            world.remember(session_of(subject), row)
