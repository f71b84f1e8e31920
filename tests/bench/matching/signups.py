"""mentor-match beside ours, under mentor-match's own score, one to one: `python signups.py SOLVER PEOPLE.npz`.

The score is made of the rules that mentor-match's own pages show: another organisation 3, two grades or
more above 3, the same profession 10, and nobody who isn't of a higher grade. Both start from the people;
ours takes the score through the door for a plain matrix. Needs nothing but NumPy and the solver.
"""

import csv
import json
import operator
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

GRADES = ("AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4")
HERE = Path(__file__).resolve().parent
FIELDS = ("grade", "organisation", "profession")
OTHER, ABOVE, SAME = 3, 3, 10


@dataclass(frozen=True)
class People:
    """Three numbers for each mentee, and for each mentor: grade, organisation, profession."""

    mentees: Any
    mentors: Any

    def scores(self) -> Any:
        """Mentees × mentors, -1 where a pair may not be."""
        grade, place, trade = self.mentees.T.astype(np.int8)[:, :, None]
        grades, places, trades = self.mentors.T.astype(np.int8)
        found = (trade == trades) * np.int8(SAME)
        found += (place != places) * np.int8(OTHER)
        found += (grades - grade > 2) * np.int8(ABOVE)
        found[grades <= grade] = -1
        return found

    def save(self, file: Path) -> None:
        np.savez(file, mentees=self.mentees, mentors=self.mentors)


def load(file: Path) -> People:
    with np.load(file) as arrays:
        return People(arrays["mentees"], arrays["mentors"])


def read(folder: Path) -> People:
    """The 500 mentees and 500 mentors of mentor-match's own sample."""
    kept: dict[str, list[str]] = {"grade": list(GRADES), "organisation": [], "profession": []}

    def numbers(role: str) -> Any:
        with (folder / f"mentormatch_large_{role}s.csv").open(encoding="utf-8-sig") as file:
            return np.array(
                [[_place(kept[f], row[f]) for f in FIELDS] for row in csv.DictReader(file)]
            )

    return People(numbers("mentee"), numbers("mentor"))


def _place(words: list[str], word: str) -> int:
    if word not in words:
        words.append(word)
    return words.index(word)


def made_up(mentees: int, mentors: int, seed: int = 20261124) -> People:
    """The same for the same size and seed, everywhere."""
    random = np.random.default_rng(seed)
    trainees = random.integers((0, 0, 0), (8, 8, 12), (mentees, 3))
    return People(trainees, random.integers((2, 0, 0), (11, 8, 12), (mentors, 3)))


def ours(people: People) -> Any:
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    from matching.engine.plain import check_certificate, match_matrix

    started = time.perf_counter()
    scores = people.scores()
    answer = match_matrix(scores, forbidden=scores < 0, match_most=False)
    check_certificate(answer)
    return answer.pairs, time.perf_counter() - started


def mentor_match(people: People) -> Any:
    sys.path = [each for each in sys.path if Path(each or ".").resolve() != HERE]
    from matching.mentee import Mentee
    from matching.mentor import Mentor
    from matching.rules import rule

    from matching import process

    kinds = (Mentee, people.mentees), (Mentor, people.mentors)
    mentees, mentors = (
        [
            kind(**dict(zip(FIELDS, map(int, row), strict=True)), email=f"{kind.__name__}{place}")
            for place, row in enumerate(table)
        ]
        for kind, table in kinds
    )
    score = [
        rule.Disqualify(lambda match: match.mentor.grade <= match.mentee.grade),
        rule.Equivalent("organisation", {True: 0, False: OTHER}),
        rule.Equivalent("profession", {True: SAME, False: 0}),
        rule.Grade(2, operator.gt, {True: ABOVE, False: 0}),
    ]
    started = time.perf_counter()
    process.process_data(mentors, mentees, [score])
    seconds = time.perf_counter() - started
    place = {mentor.email: number for number, mentor in enumerate(mentors)}
    pairs = [
        (row, place[each.mentors[0].email]) for row, each in enumerate(mentees) if each.mentors
    ]
    return np.array(pairs).reshape(-1, 2), seconds


SOLVERS = {"ours": ours, "mentor_match": mentor_match}

if __name__ == "__main__":
    asked = load(Path(sys.argv[2]))
    pairs, seconds = SOLVERS[sys.argv[1]](asked)
    worth = asked.scores()[pairs[:, 0], pairs[:, 1]]
    if (worth < 0).any():
        raise SystemExit("a pair that may not be")
    told = {"seconds": seconds, "matched": len(pairs), "total": int(worth.sum())}
    sys.stdout.write(json.dumps(told))
