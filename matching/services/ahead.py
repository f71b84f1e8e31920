"""Prepare what the first decision in a process needs while somebody still looks at the page."""

import logging
from datetime import datetime
from threading import Lock, Timer
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from matching.models import MatchRun
from matching.selectors.prepared import place_of, prepared_for, shelf

logger = logging.getLogger(__name__)
AFTER = 0.3  # seconds, in which the page that asked for it is drawn and sent
_under_way: set[UUID] = set()
_lock = Lock()


def prepare_ahead(run: MatchRun, now: datetime, after: float = AFTER) -> Timer | None:
    """Read and score the run's people in the background, on a connection of its own; None where that
    is done, under way, or switched off.

    A decision that comes meanwhile waits for it, and one that finds other people reads them anew.
    """
    if not settings.PREPARE_AHEAD:
        return None
    with _lock:
        if run.pk in _under_way or shelf.holds(place_of(run)):
            return None
        _under_way.add(run.pk)
    timer = Timer(after, _prepare, [run.pk, now])
    timer.daemon = True
    timer.start()
    return timer


def _prepare(run_id: UUID, now: datetime) -> None:
    rows = MatchRun.objects.select_related("cohort__program", "track", "policy", "draft")
    try:
        run = rows.filter(pk=run_id).first()
        if run is not None:
            prepared_for(run, now).warm_up(run.draft.baseline)
    except (DatabaseError, InterfaceError):
        logger.warning("Match run %s was not prepared ahead", run_id)
    finally:
        with _lock:
            _under_way.discard(run_id)
        connection.close()
