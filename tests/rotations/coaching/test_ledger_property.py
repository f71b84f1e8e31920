"""Whatever is booked, moved, held and taken back: each line is answered for, and nothing is overdrawn."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagements.enums import SessionState
from engagements.models import Session
from engagements.services import sessions
from engagements.services.locking import TooLate
from rotations.coaching.selectors.hours import left_of, minutes_left
from rotations.models import HoursEntry
from tests.world import World

DAY = timedelta(days=1)
#: What is done, to which session (the n-th), and how long it is then.
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["plan", "move", "cancel", "restore", "log", "undo_log"]),
        st.integers(0, 3),
        st.sampled_from([15, 60, 120, 240]),
    ),
    max_size=12,
)


def act(what: str, world: World, session: Session | None, minutes: int) -> None:
    """One step, refused or not."""
    now, by = World.NOW, world.user("mentee")
    told: dict[str, Any] = {"by": by, "now": now}
    here = {"engagement": world.coaching_engagement, "minutes": minutes}
    if what == "plan":
        sessions.plan(**here, starts_at=now + 2 * DAY, **told)
    elif session is None:
        sessions.log(**here, starts_at=now - DAY, **told)
    elif what == "move":
        sessions.move(
            session=session, starts_at=session.starts_at, minutes=minutes, place="", **told
        )
    elif what == "log":
        told["now"] = now + 3 * DAY
        sessions.log(**here, session=session, starts_at=session.starts_at, **told)
    else:
        acts = {
            "cancel": sessions.cancel,
            "restore": sessions.undo_cancel,
            "undo_log": sessions.undo_log,
        }
        acts[what](session=session, **told)


def owed(session: Session) -> int:
    """What the session takes, by its state alone."""
    return 0 if session.state == SessionState.CANCELLED else -session.minutes


#: Each example is rolled back, so none of them sees another.
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=ACTS)
def test_the_ledger_adds_up_after_any_steps(db: None, world: World, steps: Any) -> None:
    with transaction.atomic():
        _walk(world, steps)
        transaction.set_rollback(True)


def _walk(world: World, steps: Any) -> None:
    coaching = world.coaching
    before = set(Session.objects.values_list("pk", flat=True))
    for what, number, minutes in steps:
        mine = coaching.engagement.sessions.exclude(pk__in=before).order_by("created_at", "pk")
        left = minutes_left(coaching)
        session = mine[number] if number < len(mine) else None
        booked = what == "plan" or (what in ("move", "restore") and session is not None)
        try:
            with transaction.atomic():
                act(what, world, session, minutes)
        except (sessions.BookingRefused, sessions.AlreadyLogged, TooLate):
            assert minutes_left(coaching) == left
        if booked and minutes_left(coaching) < left:
            assert minutes_left(coaching) >= 0, "a booking has overdrawn"
    _assert_each_line_is_answered(coaching)


def _assert_each_line_is_answered(coaching: Any) -> None:
    lines = HoursEntry.objects.filter(coaching=coaching)
    for session in coaching.engagement.sessions.all():
        total = lines.filter(session=session).aggregate(n=Sum("minutes"))["n"] or 0
        assert total == owed(session)
    spent = sum(owed(session) for session in coaching.engagement.sessions.all())
    assert minutes_left(coaching) == min(coaching.minutes + spent, left_of(coaching.contract))
