"""A draft: the mentee has begun a journal entry."""

from core.drafts.models import Draft
from tests.world import World

FORM = "engagements.forms.personal.EntryForm/"


def build(world: World) -> None:
    """Typed an hour ago, not sent."""
    draft = Draft.objects.create(
        user=world.user("mentee"),
        form=FORM,
        address="/relationships/journal/new/",
        words={"text": "Half a thought"},
        began_at=World.NOW,
        updated_at=World.NOW,
    )
    world.remember("draft", draft)
