"""How peers stand, as a draft keeps it: prices, who is with whom, and blossoms.

As with two sides (`matching.services.start`) it is only ever a shortcut, and what is found from there is
proven anew. Somebody may have come or gone since: whoever was there before is known by a number of
their id.
"""

import hashlib
from collections.abc import Iterator

from matching.engine.core.blossoms import NOBODY, Nest
from matching.engine.peers import words_for
from matching.engine.prepare import Prepared
from matching.models import MatchDraft

MARK = 16  # bytes that tell in what unit prices are
WIDTH = 16  # bytes of a number; a price has two words of 60 bits
STAND_IN = -1  # in the place of an id


def nest_kept(prepared: Prepared, nest: Nest) -> bytes:
    """How peers stand, as a draft keeps it."""
    return _mark(prepared) + _packed(_told(prepared, nest))


def nest_of(prepared: Prepared, draft: MatchDraft) -> Nest | None:
    """How the peers of a draft stand; None where it can't be used."""
    kept = bytes(draft.prices)
    if kept[:MARK] != _mark(prepared) or len(kept) % WIDTH:
        return None
    numbers = _numbers(kept[MARK:])
    ids, mates, prices = ([next(numbers) for _ in range(size)] for size in [next(numbers)] * 3)
    found = Nest(mates, prices)
    for size in numbers:
        children = [next(numbers) for _ in range(size)]
        links = [(next(numbers), next(numbers)) for _ in range(size)]
        found.close(children, links, next(numbers))
    return found.among(*_places(prepared, ids))


def _told(prepared: Prepared, nest: Nest) -> Iterator[int]:
    people, size = prepared.cohort.row_hashes.tolist(), len(nest.mate)
    nest = nest.among(range(size), size)  # with blossoms numbered as they will be read
    yield size
    yield from people
    yield from [STAND_IN] * (size - len(people))
    yield from nest.mate
    yield from nest.prices
    for each in nest.blossoms.values():
        yield len(each.children)
        yield from each.children
        for link in each.links:
            yield from link
        yield each.price


def _places(prepared: Prepared, ids: list[int]) -> tuple[list[int], int]:
    """The new number of each, and how many there are now; stand-ins stay last."""
    people = {key: place for place, key in enumerate(prepared.cohort.row_hashes.tolist())}
    places, size = [], len(people)
    for key in ids:
        places.append(size if key == STAND_IN else people.get(key, NOBODY))
        size += key == STAND_IN
    return places, size


def _packed(numbers: Iterator[int]) -> bytes:
    return b"".join(each.to_bytes(WIDTH, "little", signed=True) for each in numbers)


def _numbers(kept: bytes) -> Iterator[int]:
    for start in range(0, len(kept), WIDTH):
        yield int.from_bytes(kept[start : start + WIDTH], "little", signed=True)


def _mark(prepared: Prepared) -> bytes:
    """The scales of what pairs are worth."""
    scales = [word.scales for word in words_for(prepared).words]
    return hashlib.blake2b(repr(scales).encode(), digest_size=MARK).digest()
