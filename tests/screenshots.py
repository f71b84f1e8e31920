"""The pictures of the documentation, taken of the sample organisation in a real browser.

`manage.py screenshots` takes them anew; the list below says who looks at what. Everything happens in
a database that may be thrown away afterwards: some pages need an act first, such as a match run.
"""

import base64
import os
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.db.models import Count
from django.test.testcases import QuietWSGIRequestHandler
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright

from core.accounts.models import User
from core.imports import kinds
from core.imports.services import columns, upload
from engagements.enums import MemberRole
from engagements.models import EngagementMember
from matching.services import runs
from mentorship.demo_signin.roles import player
from participants.models import Person
from programs.models import Cohort, Program
from rotations.models import Checkpoint, CoachingContract, CoachingEngagement
from rotations.selectors.due import owed_by
from tests.browser.conftest import CHROMIUM, sign_in

FOLDER = settings.ROOT / "docs" / "screenshots"
DESKTOP, PHONE = 1280, 390
COLOURS = 256
STAFF = """Staff no;First name;Last name;E-mail;Job title;Business unit;Hired;Gender
N-901;Ines;Okafor;ines.okafor@example.org;Process engineer;Water;2021-03-01;f
N-902;Tom;Lindqvist;tom.lindqvist@example.org;Buyer;Water;2019-08-15;m
N-903;Aino;Vargas;aino.vargas@example;Controller;Corporate;2018-01-08;f
N-904;Mika;Sorensen;mika.sorensen@example.org;Planner;Corporate;31.2.2020;m
N-905;Priya;Brandt;ines.okafor@example.org;Field technician;Energy;2022-10-01;f
"""


@dataclass(frozen=True)
class Shot:
    """One picture: its file, who looks, at which address, on what screen."""

    name: str
    who: Callable[[], User]
    address: Callable[[], str]
    phone: bool = False
    height: int = 800


def hr_admin() -> User:
    """Who administers people and programs."""
    return User.objects.filter(person__org_roles__isnull=False).earliest("created_at")


def role(name: str) -> User:
    """Who has a role in the program that runs."""
    held = {"person__program_roles__role": name, "person__program_roles__program": program()}
    return User.objects.filter(**held).earliest("created_at")


def owner_of(one: Program) -> User:
    """Who runs a program."""
    held = {"person__program_roles__role": "owner", "person__program_roles__program": one}
    return User.objects.filter(**held).earliest("created_at")


def program() -> Program:
    """The program that runs."""
    return Cohort.objects.filter(stage="running").earliest("starts_on").program


def busiest(part: str) -> EngagementMember:
    """The mentor or mentee who has met most often."""
    members = EngagementMember.objects.filter(
        role=part, person__user__isnull=False, engagement__state="active"
    ).select_related("person__user", "engagement")
    return max(members, key=lambda one: (one.engagement.sessions.count(), one.person.sort_key))


def member(part: str) -> Callable[[], User]:
    """The same, who signs in."""
    return lambda: busiest(part).person.user  # type: ignore[return-value]


def review() -> str:
    """The pairs of the cohort that is ready to match, matched now."""
    cohort = Cohort.objects.filter(stage="matching").latest("starts_on")
    track = cohort.program.tracks.order_by("position").first()
    assert track is not None
    run = runs.start_run(cohort=cohort, track=track, by=role("owner"), now=timezone.now())
    runs.execute(run.pk, now=timezone.now())
    return reverse("matching:run", args=[run.pk])


def preview() -> str:
    """A staff list with a few faults, checked and not written."""
    now = timezone.now()
    batch = upload.upload(
        kind=kinds.get("staff_list"),
        context=kinds.Context(),
        name="staff-list.csv",
        data=STAFF.encode(),
        by=hr_admin(),
        now=now,
    )
    chosen = {int(index): key for index, key in batch.mapping.items()}
    columns.choose_columns(batch_id=batch.pk, chosen=chosen, now=now, wait=True)
    return reverse("imports:preview", args=[batch.pk]) + "?show=faulty"


def newcomer() -> User:
    """Somebody who takes part in nothing yet."""
    free = Person.objects.filter(user__isnull=False, enrolments=None, org_roles=None)
    return free.filter(program_roles=None).earliest("sort_key").user  # type: ignore[return-value]


def rotating() -> Program:
    """The program with most rotations."""
    counted = Program.objects.annotate(rotations=Count("rotation_slots"))
    return counted.order_by("-rotations").first() or program()


def traveller() -> User:
    """A mentee of whom most has happened: the one that the demo offers."""
    return player("mentee").user  # type: ignore[union-attr,return-value]


def owed() -> Checkpoint:
    """A checkpoint of the program with most rotations that waits for its host's answer."""
    waiting = Checkpoint.objects.filter(
        placement__slot__program=rotating(), placement__slot__host__user__isnull=False
    ).select_related("placement__slot__host__user")
    due = [row for row in waiting if row in owed_by(row.placement.slot.host.user, _today())]
    return due[0] if due else waiting.latest("due_on")


def _today() -> date:
    return timezone.localdate()


def contract() -> CoachingContract:
    """Of those that go on, the one whose hours have moved most often."""
    going = CoachingContract.objects.filter(expires_on__gt=_today())
    counted = going.annotate(lines=Count("entries"))
    return counted.order_by("-lines", "pk")[0]


def coaching() -> CoachingEngagement:
    """Of those that go on, the coaching with most sessions."""
    going = CoachingEngagement.objects.filter(engagement__state="active")
    counted = going.annotate(met=Count("engagement__sessions"))
    return counted.order_by("-met", "pk")[0]


def side_of(one: CoachingEngagement, part: MemberRole) -> User:
    """The coach or the coachee of it."""
    return one.engagement.members.get(role=part).person.user  # type: ignore[return-value]


def home() -> str:
    """The front page."""
    return reverse("home")


SHOTS = (
    Shot("home", lambda: role("owner"), home, height=600),
    Shot("matching", lambda: role("owner"), review),
    Shot(
        "scorecard",
        lambda: role("sponsor"),
        lambda: reverse("metrics:scorecard", args=[program().pk]),
    ),
    Shot(
        "relationship",
        member("mentee"),
        lambda: reverse("engagements:detail", args=[busiest("mentee").engagement_id]),
    ),
    Shot("import", hr_admin, preview),
    Shot("timeline", traveller, lambda: reverse("timeline:mine"), height=1000),
    Shot(
        "rotations",
        lambda: role("owner"),
        lambda: reverse("rotations:grid", args=[rotating().pk]),
    ),
    Shot(
        "contract",
        lambda: owner_of(contract().program),
        lambda: reverse("coaching:contract", args=[contract().pk]),
    ),
    Shot(
        "coaching",
        lambda: side_of(coaching(), MemberRole.COACH),
        lambda: reverse("coaching:detail", args=[coaching().pk]),
    ),
    Shot(
        "checkpoint-phone",
        lambda: owed().placement.slot.host.user,  # type: ignore[arg-type,return-value]
        lambda: reverse("rotations:checkpoint", args=[owed().pk]),
        phone=True,
    ),
    Shot("program", newcomer, lambda: reverse("programs:page", args=[program().pk])),
    Shot("home-phone", member("mentee"), home, phone=True),
    Shot(
        "log-phone",
        member("mentor"),
        lambda: reverse("engagements:log", args=[busiest("mentor").engagement_id]),
        phone=True,
    ),
)


def take(names: list[str], say: Callable[[str], None]) -> None:
    """Make the sample organisation if it isn't there, and the pictures of these names, or all."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    call_command("migrate", verbosity=0)
    call_command("seed_sample", verbosity=0)
    call_command("rollup")
    FOLDER.mkdir(exist_ok=True)
    with _server() as site, sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        for shot in SHOTS:
            if shot.name in (names or [shot.name]):
                size = _take(browser, site, shot)
                say(f"{shot.name}.png  {size // 1024} kB")
        browser.close()


@contextmanager
def _server() -> Iterator[str]:
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        connections.close_all()


def _take(browser: Browser, site: str, shot: Shot) -> int:
    context = browser.new_context(
        base_url=site,
        viewport={"width": PHONE if shot.phone else DESKTOP, "height": shot.height},
        color_scheme="light",
        reduced_motion="reduce",
    )
    address, user = shot.address(), shot.who()
    sign_in(context, site, user)
    page = context.new_page()
    answer = page.goto(address, wait_until="networkidle")
    assert answer is not None
    assert answer.ok, f"{answer.status} at {address}"
    page.evaluate("document.fonts.ready.then(() => true)")
    picture = small(page.screenshot(), context.new_page())
    context.close()
    return Path(FOLDER, f"{shot.name}.png").write_bytes(picture)


#: Runs in the browser, which can read its own pictures.
PIXELS = """async (encoded) => {
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const data = canvas.getImageData(0, 0, image.width, image.height).data;
  let text = "";
  for (let i = 0; i < data.length; i += 32768)
    text += String.fromCharCode(...data.subarray(i, i + 32768));
  return [image.width, image.height, btoa(text)];
}"""


def small(picture: bytes, blank: Page) -> bytes:
    """The same picture with a palette of its most frequent colours: a third of the size."""
    width, height, encoded = blank.evaluate(PIXELS, base64.b64encode(picture).decode())
    pixels = np.frombuffer(base64.b64decode(encoded), np.uint8).reshape(-1, 4)[:, :3]
    palette, indexes = quantised(pixels)
    return png(indexes.reshape(height, width), palette)


def quantised(pixels: Any) -> tuple[Any, Any]:
    """A palette of at most 256 colours, and for each pixel the place of its nearest one."""
    found, places, counts = np.unique(pixels, axis=0, return_inverse=True, return_counts=True)
    palette = found[np.argsort(-counts)[:COLOURS]].astype(np.int32)
    nearest = [((palette - colour) ** 2).sum(axis=1).argmin() for colour in found.astype(np.int32)]
    return palette.astype(np.uint8), np.array(nearest, np.uint8)[places.reshape(-1)]


def png(indexes: Any, palette: Any) -> bytes:
    """An indexed PNG."""
    height, width = indexes.shape
    rows = np.hstack([np.zeros((height, 1), np.uint8), indexes]).tobytes()
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", palette.tobytes()),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        ]
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
