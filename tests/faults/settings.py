"""The product's settings for processes of their own: a real queue, and mail to the tests' server."""

import os

from mentorship.settings import *  # noqa: F403
from mentorship.settings import CELERY_BEAT_SCHEDULE as _SCHEDULE
from mentorship.settings import INSTALLED_APPS as _APPS
from mentorship.settings import MIDDLEWARE as _MIDDLEWARE

MIDDLEWARE = ["tests.faults.web.DyingMiddleware", *_MIDDLEWARE]
INSTALLED_APPS = [*_APPS, "tests.faults.apps.FaultsConfig"]
CELERY_TASK_ALWAYS_EAGER = False
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = "127.0.0.1", int(os.environ.get("SINK_PORT", "25")), 20
CELERY_BEAT_SCHEDULE = {
    name: {**_SCHEDULE[name], "schedule": 1} for name in ("reminders-tick", "outbox-sweep")
}
