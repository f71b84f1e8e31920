"""What any page must pass in a real browser: `walk(page, address)` goes there and checks it all."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "node_modules"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
#: What hangs on the screen and the colours; all else hangs on the document, which stays the same.
VISUAL = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
#: What axe has to say beyond violations is not even sent.
VIOLATIONS = "([where, options]) => axe.run(where ?? document, options).then((r) => r.violations)"
#: The top and the menu, which every page of one reader has alike but for the mark of where one is.
SHELL = {"exclude": [[".top"], [".side"]]}
OFFENDERS = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((e) => { const r = e.getBoundingClientRect(); return r.left < -1 || r.right > width + 1; })
    .map((e) => `${e.tagName.toLowerCase()}.${e.className}`).slice(0, 5);
}"""

#: Colours change at once, not over some frames: for pages that are shown in both.
STILL = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, ::before, ::after { transition: none !important }");
  document.adoptedStyleSheets = [sheet];
}"""

#: The page as a language read from right to left lays it out: its direction, and the sheet for it.
TURN = """async () => {
  document.documentElement.dir = "rtl";
  const sheets = [...document.querySelectorAll('link[rel="stylesheet"]')];
  await Promise.all(sheets.filter((s) => s.href.includes("tabler.min")).map((sheet) =>
    new Promise((done, failed) => {
      sheet.onload = done; sheet.onerror = failed;
      sheet.href = sheet.href.replace("tabler.min", "tabler.rtl.min");
    })));
}"""


DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Look:
    """On which screen, and in which colours, somebody has a page before them."""

    phone: bool = False
    dark: bool = False

    @property
    def size(self) -> dict[str, int]:
        """The room it has."""
        return PHONE if self.phone else DESKTOP


#: Two looks show what the four would but for what only their combination breaks: ALL_LOOKS=1.
LOOKS = [Look(), Look(phone=True, dark=True)]
if os.environ.get("ALL_LOOKS") == "1":
    LOOKS += [Look(dark=True), Look(phone=True)]


@dataclass(frozen=True)
class Visit:
    """A page as the server sent it."""

    address: str
    html: str


def walk(page: Page, address: str, *, thoroughly: bool = False, known_shell: bool = False) -> Visit:
    """Go there once and look at it in each way; assert an answer, a quiet console, accessibility,
    and no sideways scrolling read from either side.

    After the first look axe is asked about what is visual, `thoroughly` about everything again: the
    menus that a phone has instead are on every page. With `known_shell` the top and the menu were
    looked at on another page of the same reader.
    """
    with quiet_console(page, address):
        response = page.goto(address)
        assert response is not None, address
        assert response.status < 400, f"{response.status} at {address}"
        html = response.text()
        settle(page)
        look_around(page, thoroughly=thoroughly, known_shell=known_shell)
        turn(page)
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert_no_overflow(page)
    return Visit(address, html)


def look_around(page: Page, *, thoroughly: bool = False, known_shell: bool = False) -> None:
    """The page that is open is accessible and not too wide, however somebody has it before them."""
    page.evaluate(STILL)
    for look in LOOKS:
        appear(page, look)
        assert_no_overflow(page)
        rules = None if thoroughly or look == LOOKS[0] else VISUAL
        assert_accessible(page, rules, where=SHELL if known_shell else None)


@contextmanager
def quiet_console(page: Page, address: str) -> Iterator[None]:
    """Nothing on this page complains."""
    said: list[str] = []
    listeners = {
        "console": lambda note: said.append(note.text) if note.type == "error" else None,
        "pageerror": lambda error: said.append(str(error)),
    }
    for name, listener in listeners.items():
        page.on(name, listener)  # type: ignore[call-overload]
    yield
    for name, listener in listeners.items():
        page.remove_listener(name, listener)
    assert said == [], f"the console at {address} says {said}"


def appear(page: Page, look: Look) -> None:
    """Show the page that is open on this screen, in these colours."""
    page.set_viewport_size(look.size)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="dark" if look.dark else "light")


def settle(page: Page) -> None:
    """Wait until fonts and partials are there."""
    page.evaluate("document.fonts.ready.then(() => true)")
    page.locator(".htmx-request").wait_for(state="detached")


def turn(page: Page) -> None:
    """Lay the page out from right to left, without asking the server again."""
    page.evaluate(TURN)


def assert_no_overflow(page: Page) -> None:
    """Nothing makes the page scroll sideways."""
    offenders = page.evaluate(OFFENDERS)
    assert offenders == [], f"too wide at {page.url}: {offenders}"


def assert_accessible(
    page: Page, rules: list[str] | None = None, *, where: dict[str, list[list[str]]] | None = None
) -> None:
    """axe finds no violation of WCAG 2.2 A and AA; `rules` narrows it to some of its rules, `where`
    to a part of the page.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
        page.add_init_script(_axe())  # the pages to come have it at once
    run_only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": WCAG}
    # No rule asked here needs the sheets read once more, which takes half of the first look.
    options = {"runOnly": run_only, "resultTypes": ["violations"], "preload": False}
    violations = page.evaluate(VIOLATIONS, [where, options])
    found = [
        f"{violation['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
        for violation in violations
        for node in violation["nodes"]
    ]
    assert found == [], f"at {page.url}:\n" + "\n".join(found)


@cache
def _axe() -> str:
    return (MODULES / "axe-core/axe.min.js").read_text()


def assert_valid_html(visits: list[Visit]) -> None:
    """html-validate has nothing to say about any of these pages, all checked in one go."""
    pages = json.dumps({visit.address: visit.html for visit in visits})
    validator = _validator()
    assert validator.stdin is not None
    assert validator.stdout is not None
    validator.stdin.write(pages + "\n")
    validator.stdin.flush()
    answer = validator.stdout.readline()
    assert answer, "html-validate has ended; its words are on standard error"
    found = json.loads(answer)
    assert found == [], "\n".join(found)


@cache
def _validator() -> "subprocess.Popen[str]":
    """html-validate, which ends with this process, when nobody can write to it any more."""
    command = ["node", str(ROOT / "tests/browser/validate.mjs")]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
