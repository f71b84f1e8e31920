"""The guide names every tag, and none that isn't there."""

import re
from pathlib import Path

from django.conf import settings

from core.design.templatetags.design import register

GUIDE = Path(settings.ROOT) / "docs/design-system.md"
OF_THE_BASE = {"menu", "theme_choice", "banners", "address", "product_name"}


def test_the_guide_lists_the_tags_that_exist() -> None:
    listed = set(re.findall(r"^\| `\{% (\w+)", GUIDE.read_text(), re.MULTILINE)) | {"fact"}
    assert listed == set(register.tags) - OF_THE_BASE


def test_each_tag_is_in_the_gallery() -> None:
    examples = "".join(path.read_text() for path in _templates())
    used = set(re.findall(r"\{% (\w+)", examples))
    assert set(register.tags) - OF_THE_BASE - used == {"error_summary", "draft_note", "dialog"}


def _templates() -> list[Path]:
    return [*Path(settings.ROOT, "templates/design").glob("**/*.html")]
