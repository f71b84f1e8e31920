"""Pages carry no inline style or script, and their layout turns with the reading direction."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [p for p in sorted(ROOT.glob("templates/**/*.html")) if "mail" not in p.parts]
STYLES = sorted(ROOT.glob("static/css/*.css"))
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)[^>]*>|javascript:|hx-on")
PHYSICAL = re.compile(
    r"(?:^|[\s;{])(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)\b"
    r"|(?:^|[\s;{])(?:left|right)\s*:"
    r"|(?:text-align|float|clear|justify-content)\s*:\s*(?:left|right)\b"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
)
#: Four values of which the second and the fourth differ are a left and a right.
LOPSIDED = re.compile(
    r"(?:margin|padding|inset)\s*:\s*([^\s;:]+) ([^\s;:]+) ([^\s;:]+) ([^\s;:}]+)\s*[;}]"
)
#: What `<time datetime>` holds.
FOR_MACHINES = {"Y-m-d", "c", "H:i"}
#: Django has no format with the day of the week; its words are translated, its order is not.
WITH_WEEKDAY = {"l, j F"}
#: Classes of Bootstrap and Tabler that name a side; theirs that turn are start and end.
SIDES = re.compile(r"\b(?:text|float)-(?:left|right)\b|\b[mp][lr]-\d\b")


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_pages_have_nothing_inline(path: Path) -> None:
    assert INLINE.findall(path.read_text()) == []
    assert SIDES.findall(path.read_text()) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_dates_follow_the_readers_language(path: Path) -> None:
    asked = set(re.findall(r"""\|(?:date|time):["']([^"']*)["']""", path.read_text()))
    own = {form for form in asked if not re.fullmatch(r"[A-Z_]+_FORMAT", form)}
    assert own - FOR_MACHINES - WITH_WEEKDAY == set()


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_name_no_side(path: Path) -> None:
    css = without_comments(path.read_text())
    assert PHYSICAL.findall(css) == []
    assert [values for values in LOPSIDED.findall(css) if values[1] != values[3]] == []


@pytest.mark.parametrize(
    "css", ["a{margin-left:1px}", "a { left: 0 }", "a{text-align: right}", "a{float:left}"]
)
def test_a_side_is_found(css: str) -> None:
    assert PHYSICAL.search(css)
    assert not PHYSICAL.search(css.replace("left", "inline-start").replace("right", "end"))


@pytest.mark.parametrize(
    "html", ['<p style="x">', "<p onclick='x'>", "<script>x</script>", "<style>", '<a hx-on="x">']
)
def test_inline_is_found(html: str) -> None:
    assert INLINE.search(html)
    assert not INLINE.search('<script src="app.js" nonce="n"></script>')
