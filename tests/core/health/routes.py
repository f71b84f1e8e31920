"""Who may ask whether the product is well: everybody, monitoring does not sign in."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from core.health.services import note_heartbeat
from tests.permissions.declarations import Access, Route
from tests.world import World


def all_well(world: World) -> dict[str, object]:
    Path(str(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"])).mkdir(
        parents=True, exist_ok=True
    )
    for kind in ("worker", "beat"):
        note_heartbeat(kind=kind, now=timezone.now())
    return {}


ROUTES = [Route("healthz", get=Access(public=True), kwargs=all_well, page=False)]
