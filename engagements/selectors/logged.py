"""Whether the log of a session would be a second one of the same meeting."""

from datetime import timedelta

from engagements.enums import SessionState
from engagements.models import Session

#: No session is longer (the database holds to it), so none that began earlier can still run.
LONGEST = timedelta(minutes=480)


def held_at_that_time(session: Session) -> Session | None:
    """Another session of the same relationship that was held and shares some of its minutes.

    One that begins as the other ends shares none: two in a row are two.
    """
    begins, ends = session.starts_at, session.ends_at
    others = Session.objects.filter(
        engagement=session.engagement_id,
        state=SessionState.HELD,
        starts_at__gt=begins - LONGEST,
        starts_at__lt=ends,
    ).exclude(pk=session.pk)
    return next((other for other in others if other.ends_at > begins), None)
