"""The pictures of the documentation: their list, and how they are made small."""

import io
import zlib

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from tests.architecture.guides import ROOT, links, pages
from tests.screenshots import FOLDER, SHOTS, png, quantised

LARGEST = 150 * 1024


def test_each_picture_is_there_small_and_shown() -> None:
    wanted = {f"{shot.name}.png" for shot in SHOTS}
    files = {path.name: path.stat().st_size for path in FOLDER.glob("*.png")}
    shown = {(page.parent / link).resolve() for page in pages() for link in links(page)}
    assert set(files) == wanted
    assert max(files.values()) < LARGEST
    assert {FOLDER.relative_to(ROOT) / name for name in wanted} == {
        path.relative_to(ROOT) for path in shown if path.suffix == ".png"
    }


def test_a_palette_keeps_the_frequent_colours() -> None:
    pixels = np.array([[250, 250, 250]] * 600 + [[n, 0, 0] for n in range(255)] + [[9, 9, 9]] * 2)
    palette, indexes = quantised(pixels.astype(np.uint8))
    assert len(palette) == 256
    assert palette[indexes[0]].tolist() == [250, 250, 250]
    assert palette[indexes[-1]].tolist() == [9, 9, 9]


def test_the_picture_is_an_indexed_png() -> None:
    picture = png(np.array([[0, 1], [1, 0]], np.uint8), np.array([[0, 0, 0], [255, 0, 0]]))
    start = picture.index(b"IDAT") + 4
    rows = zlib.decompressobj().decompress(picture[start:])
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert rows == bytes([0, 0, 1, 0, 1, 0])


def test_only_in_a_database_to_throw_away(settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="MENTORSHIP_ENV=demo"):
        call_command("screenshots", stdout=io.StringIO())
