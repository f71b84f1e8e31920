"""Where people write, the page says who can read it."""

from html.parser import HTMLParser

import pytest

from tests.architecture.reading import pages_of
from tests.browser.test_routes import by_room
from tests.world import World

#: Pages with longer texts that everybody who is signed in may read once they are published.
FOR_ALL = {
    "participants:competencies",
    "participants:group_questions",
    "programs:charter",
    "programs:milestone",
    "programs:milestones",
    "programs:track",
    "programs:track_new",
    "programs:tier",
    "programs:tier_new",
    "programs:training",
    "programs:training_new",
}


class Boxes(HTMLParser):
    """The names of boxes for longer texts in forms that do not say who reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes: list[str] = []
        self.said = False
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.boxes, self.said = [], False
        elif tag == "textarea":
            self.boxes.append(given.get("name") or "")
        elif "visible-to" in (given.get("class") or "").split():
            self.said = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and not self.said:
            self.silent += self.boxes


def silent_boxes(html: str) -> list[str]:
    page = Boxes()
    page.feed(html)
    return page.silent


@pytest.mark.parametrize("room", sorted(set(by_room()) - {"design"}))
def test_each_box_says_who_reads_it(room: str, world: World) -> None:
    pages = pages_of(by_room()[room], world)
    silent = {name: boxes for name, html in pages.items() if (boxes := silent_boxes(html))}
    assert set(silent) == {name for name in FOR_ALL if name.partition(":")[0] == room}, silent


def test_a_silent_box_is_found() -> None:
    assert silent_boxes("<form><textarea name='a'></textarea></form>") == ["a"]
    assert silent_boxes("<form><textarea name='a'></textarea><p class='visible-to'></form>") == []
