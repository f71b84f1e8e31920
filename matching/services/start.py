"""Where the next solve of a draft begins: its pairs, and the prices that are kept with it.

Whoever holds the draft can go on from there, in whichever process. It is only ever a shortcut: prices
that are missing, or of another problem, leave the answer what it is.
"""

import hashlib
from collections.abc import Iterable, Mapping

import numpy as np

from matching.engine.features import Ints
from matching.engine.optimum import NOWHERE, Optimum, Start
from matching.engine.prepare import Prepared
from matching.models import MatchDraft

MARK = 16  # bytes that tell whose prices these are, and in what unit
NUMBER = np.dtype("<i8")


def prices_kept(prepared: Prepared, found: Optimum) -> bytes:
    """Prices as a draft keeps them."""
    return _mark(prepared) + b"".join(each.astype(NUMBER).tobytes() for each in found.prices)


def start_of(prepared: Prepared, draft: MatchDraft, about: Iterable[str]) -> Start | None:
    """Where a draft stands, for the same mentors and weights; None where it can't be used.

    `about` are those whom what is wished anew is about; others are no mentees here.
    """
    kept = bytes(draft.prices)
    words, mentors = len(prepared.words.words), prepared.cohort.shape[1]
    if kept[:MARK] != _mark(prepared) or len(kept) != MARK + words * mentors * NUMBER.itemsize:
        return None
    prices = np.frombuffer(kept, NUMBER, offset=MARK).astype(np.int64).reshape(words, mentors)
    rows = [prepared.cohort.row[key] for key in about if key in prepared.cohort.row]
    chosen, touched = columns_of(prepared, draft.assignment), np.array(sorted(rows), np.int64)
    return Start(chosen, tuple(prices), touched)


def columns_of(prepared: Prepared, assignment: Mapping[str, str]) -> Ints:
    """Each row's column, or NOWHERE."""
    column, mentors = prepared.cohort.column, map(assignment.get, prepared.cohort.mentee_ids)
    return np.array([column.get(mentor or "", NOWHERE) for mentor in mentors], np.int64)


def _mark(prepared: Prepared) -> bytes:
    """The mentors in their order, and the scales of what pairs are worth."""
    digest = hashlib.blake2b(digest_size=MARK)
    digest.update(prepared.cohort.mentors_in_a_row)
    digest.update(repr([word.scales for word in prepared.words.words]).encode())
    return digest.digest()
