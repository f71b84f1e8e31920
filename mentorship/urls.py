"""Every address of the product; each room owns the part below its prefix."""

from django.conf import settings
from django.urls import include, path

from mentorship.home.views import home
from mentorship.search.views import names, search
from mentorship.setup.views import setup

urlpatterns = [
    path("", home, name="home"),
    path("setup/", setup, name="setup"),
    path("search/", search, name="search"),
    path("search/names/", names, name="names"),
    path("timeline/", include("mentorship.timeline.urls")),
    path("me/", include("mentorship.rights.urls")),
    path("sample/", include("mentorship.sample.urls")),
    path("", include("core.health.urls")),
    path("drafts/", include("core.drafts.urls")),
    path("notifications/", include("core.reminders.urls")),
    path("people/", include("participants.urls")),
    path("programs/", include("programs.urls")),
    path("imports/", include("core.imports.urls")),
    path("relationships/", include("engagements.urls")),
    path("matching/", include("matching.urls")),
    path("rotations/", include("rotations.urls.rotating")),
    path("coaching/", include("rotations.coaching.urls")),
    path("impact/", include("metrics.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("design/", include("core.design.urls")),
]
if not settings.PRODUCTION:
    urlpatterns += [
        path("demo/", include("mentorship.demo_signin.urls")),
        path("demo/mailbox/", include("core.outbox.urls")),
    ]
