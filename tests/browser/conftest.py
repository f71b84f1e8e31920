"""A browser, a server to look at, and people who are signed in without the sign-in form."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.http import HttpRequest, HttpResponseBase
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import Browser, BrowserContext, Page, expect

from core.accounts.models import User
from tests.browser.harness import DESKTOP, Look
from tests.world import World

# Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

#: The first is the same browser without the parts that a screen needs: an eighth less work.
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
PageAt = Callable[..., Page]
ReadAs = Callable[..., Page]
#: Celery works within the request here and the machine may be busy: what is expected may take long.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder need Chromium: they are skipped, or fail where one is required."""
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's Chromium, which talks to nobody on its own account."""
    if CHROMIUM is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER=1, but there is no Chromium (set CHROMIUM to its path)")
        pytest.skip("no Chromium on this machine (set CHROMIUM to its path)")
    quiet = "--disable-background-networking --disable-component-update --disable-sync --no-pings"
    needed = "--no-sandbox --disable-dev-shm-usage --disable-gpu"
    return {"executable_path": CHROMIUM, "args": [*quiet.split(), *needed.split()]}


class KeptFilesHandler(StaticFilesHandler):  # type: ignore[misc]
    """Serves static files that the browser may keep, as in production, and need not ask about."""

    def serve(self, request: HttpRequest) -> HttpResponseBase:
        """The file, good for as long as any test takes."""
        response: HttpResponseBase = super().serve(request)
        response.headers["Cache-Control"] = "max-age=3600"
        return response


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of a server in this process, on loopback, with static files.

    As in production its threads keep their connections, and look whether they still work: a test
    that commits has made the database anew meanwhile.
    """
    connections.settings["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    server.set_app(KeptFilesHandler(get_wsgi_application()))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def opened(browser: Browser, site: str, look: Look) -> BrowserContext:
    """A browser of this look, with nobody signed in."""
    return browser.new_context(
        base_url=site,
        viewport=look.size,  # type: ignore[arg-type]
        has_touch=look.phone,
        color_scheme="dark" if look.dark else "light",
        reduced_motion="reduce",
    )


@pytest.fixture(scope="session")
def page_to_read(site: str, browser: Browser) -> Page:
    """One page, kept for the run: the next reader finds styles and axe there."""
    return opened(browser, site, Look()).new_page()


@pytest.fixture
def read_as(reading_db: None, site: str, page_to_read: Page) -> ReadAs:
    """`read_as("mentor")` gives a page signed in as that subject of the shared world, or signed
    out as "". For walks that only read.
    """
    world = World.load()

    def sit_down(subject: str, size: dict[str, int] = DESKTOP) -> Page:
        page_to_read.set_viewport_size(size)  # type: ignore[arg-type]
        page_to_read.context.clear_cookies()
        if subject:
            _give_cookie(page_to_read.context, site, world.session_key(subject))
        return page_to_read

    return sit_down


@pytest.fixture
def reading_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The shared world as it is, for walks that only read; the sessions made here go again."""
    with django_db_blocker.unblock():
        sessions = SessionStore.get_model_class().objects
        before = list(sessions.values_list("pk", flat=True))
        yield
        sessions.exclude(pk__in=before).delete()


def sign_in(context: BrowserContext, site: str, user: User) -> None:
    """Give the browser the cookie of a session of this user."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    _give_cookie(context, site, str(session.session_key))


def _give_cookie(context: BrowserContext, site: str, key: str) -> None:
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site}])


@pytest.fixture
def page_at(request: pytest.FixtureRequest, site: str, browser: Browser) -> Iterator[PageAt]:
    """`page_at(address, signed_in_as=user, phone=True, dark=True)` gives a page of its own.

    Without an address it stays blank, for `walk`. Uses the database fixture that the test asked
    for (committing_db, committing_empty_db), else the shared world for reading.
    """
    committing = {"committing_db", "committing_empty_db"} & set(request.fixturenames)
    # Asked for first, so that the pages are closed before their database goes.
    request.getfixturevalue(next(iter(committing), "reading_db"))
    contexts: list[BrowserContext] = []

    def open_page(
        address: str = "",
        *,
        signed_in_as: User | None = None,
        phone: bool = False,
        dark: bool = False,
    ) -> Page:
        context = opened(browser, site, Look(phone=phone, dark=dark))
        contexts.append(context)
        if signed_in_as is not None:
            sign_in(context, site, signed_in_as)
        page = context.new_page()
        if address:
            page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
