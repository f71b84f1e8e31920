"""The history of a record speaks plainly."""

import re
from pathlib import Path

from participants.history import WORDS

ROOM = Path(__file__).resolve().parents[2] / "participants/services"


def test_everything_that_services_write_about_people_has_words() -> None:
    written = {
        action
        for file in ROOM.glob("*.py")
        for action in re.findall(r'action="((?:people|profile|roles)\.\w+)"', file.read_text())
    }
    pairs = {"people.pair_block", "people.pair_unblock"}  # about two people, told elsewhere
    assert written - pairs <= set(WORDS)
