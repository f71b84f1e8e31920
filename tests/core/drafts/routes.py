"""Who may do what with drafts: their author, and nobody else."""

from tests.permissions.declarations import SIGNED_IN, Access, Route
from tests.world import World

AUTHOR = Access(ok="mentee")


def draft_id(world: World) -> dict[str, object]:
    return {"draft_id": world.draft.pk}


ROUTES = [
    # Without a page's signed ticket nothing is saved; tests/core/drafts has the rest.
    Route("drafts:save", post=Access(ok=SIGNED_IN)),
    Route("drafts:discard", post=AUTHOR, kwargs=draft_id),
    Route("drafts:restore", post=AUTHOR, kwargs=draft_id),
]
