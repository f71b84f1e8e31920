"""The top room: settings, addresses, and the pages that compose all others."""

from mentorship.celery import app as celery_app

__all__ = ["celery_app"]
