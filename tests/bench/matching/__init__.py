"""Matching beside other exact solvers, each in a process of its own, on one published instance.

Ours goes from the features to an assignment whose every pair is priced, with reasons; the peers' clock runs
for the solve alone. They live in an environment of their own, made on first use: BENCH_PEERS names the
Python of one that exists. `--size 1000` tries 1,000 mentees and 400 mentors. A peer that does not end is
stopped: its time then stands for at least so much.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from mentorship.bench import Result
from tests.bench.matching import circles
from tests.bench.matching.instance import instance
from tests.bench.matching.signups import People, made_up, read

SIZE, LARGE, LARGEST = 5_000, 20_000, 50_000
GROUPS = (300, 1_000)  # of peers
SECONDS, MEGABYTES = 15.0, 1024.0  # for the largest
PATIENCE = int(os.environ.get("BENCH_PATIENCE", "900"))  # seconds, for any peer
PACKAGES = ("numpy", "scipy", "lapx", "ortools", "mentor-match==7.0.1", "networkx")
PEERS = ("scipy_dense", "scipy_sparse", "lapx", "ortools")
NAMES = {
    "scipy_dense": "SciPy linear_sum_assignment",
    "scipy_sparse": "SciPy min_weight_full_bipartite_matching",
    "lapx": "lapx lapjvs",
    "ortools": "OR-Tools min-cost flow",
    "mentor_match": "mentor-match 7.0.1",
    "networkx": "networkx max_weight_matching",
}
GOALS = {"scipy_dense": (0.10, 0.25), "lapx": (0.05, 0.05)}  # of time, of memory
EDIT_GOAL, PRODUCT_GOAL, MENTOR_MATCH_GOAL = 1 / 500, 1 / 0.75, 1 / 600
PRICE, RISE = 0.01, 1.08  # of floors: of the total, and of the fifth percentile
SAMPLES = Path(settings.ROOT).parent / "shared" / "data" / "matching"
HERE = Path(__file__).parent
Told = dict[str, Any]


def measure(size: int | None = None) -> Iterator[Result]:
    """Circles, each peer's time and memory, edits, floors, and the search for candidates; without --size
    larger ones and mentor-match too.
    """
    yield from circles.measure(size)
    python = _peers()
    yield from _compare(python, size or SIZE, PEERS)
    yield from _one_group(python)
    if size is None:
        yield from _compare(python, LARGE, ("lapx",))
        yield from _largest()
        yield from _signups(python)


def _compare(python: str, size: int, peers: tuple[str, ...]) -> Iterator[Result]:
    with tempfile.TemporaryDirectory(prefix="mt-bench-") as folder:
        file, label = _saved(Path(folder), size)
        ours = _ended(sys.executable, "ours", file)
        for peer in peers:
            theirs = _run(python, peer, file)
            yield from _beside(ours, theirs, peer, label)
            if peer == "scipy_dense":
                yield _edits(file, label, theirs)
        if size <= SIZE:
            yield from _floors(file, label)
        found = _ended(sys.executable, "candidates", file)
        of = "the same products by sgemm", "s", PRODUCT_GOAL
        yield Result(f"candidates {label}", found["seconds"], found["product"], *of)


def _saved(folder: Path, size: int) -> tuple[Path, str]:
    file, mentors = folder / "instance.npz", max(1, size * 2 // 5)
    instance(size, mentors).save(file)
    return file, f"{size} × {mentors}"


def _beside(ours: Told, theirs: Told, peer: str, label: str) -> Iterator[Result]:
    time_goal, memory_goal = GOALS.get(peer, (1.0, 1.0))
    name = f"matching {label}, time ({ours['reasons']:.2f} s of it reasons)"
    yield Result(name, ours["seconds"], theirs["seconds"], _named(peer, theirs), "s", time_goal)
    if "stopped" not in theirs:
        _same(ours, theirs, peer)
        of = NAMES[peer], "MB", memory_goal
        yield Result(f"matching {label}, memory", ours["megabytes"], theirs["megabytes"], *of)


def _named(peer: str, theirs: Told) -> str:
    return NAMES[peer] + (f", {theirs['stopped']}" if "stopped" in theirs else "")


def _edits(file: Path, label: str, theirs: Told) -> Result:
    found = _ended(sys.executable, "edits", file)
    name = f"a veto or a lock {label}, p95 ({found['moved']:g} others moved, p95 {found['moved_p95']:g})"
    of = _named("scipy_dense", theirs), "s", EDIT_GOAL
    return Result(name, found["seconds"], theirs["seconds"], *of)


def _floors(file: Path, label: str) -> Iterator[Result]:
    """Each as a ratio that may be 1 at most: what is paid to what may be, and what is asked to what rises.
    What new policies have comes first, and a strict order beside it.
    """
    found = _ended(sys.executable, "floors", file)["found"]
    total, weak = found["none"]
    for key, way in {"product": "as new policies have them", "first": "before the total"}.items():
        name = f"floors {way}, {label}"
        paid = 1 - found[key][0] / total
        yield Result(f"{name}, share of the total", paid, PRICE, "a hundredth", "", 1.0)
        name = f"{name}, fifth percentile asked for"
        yield Result(name, RISE * weak, found[key][1], "what is reached", "thousandths", 1.0)


def _largest() -> Iterator[Result]:
    with tempfile.TemporaryDirectory(prefix="mt-bench-") as folder:
        file, label = _saved(Path(folder), LARGEST)
        ours = _ended(sys.executable, "ours", file)
    yield Result(f"matching {label}, time", ours["seconds"], SECONDS, "what is asked", "s", 1.0)
    yield Result(f"matching {label}, memory", ours["whole"], MEGABYTES, "what is asked", "MB", 1.0)


def _one_group(python: str) -> Iterator[Result]:
    """Pairs in one group; beyond the smaller size networkx is too slow, so its time there is the reference."""
    theirs = _run(python, "networkx", GROUPS[0], "one_group.py")
    for people in GROUPS:
        ours = _ended(sys.executable, "ours", people, "one_group.py")
        if people == GROUPS[0] and "stopped" not in theirs:
            _same(ours, theirs, "networkx")
        of = f"{_named('networkx', theirs)}, {GROUPS[0]} people", "s", 1.0
        yield Result(f"peers, {people} people, time", ours["seconds"], theirs["seconds"], *of)


def _signups(python: str) -> Iterator[Result]:
    cases = {"made-up sign-ups 1000 × 500": made_up(1000, 500)}
    if SAMPLES.is_dir():
        cases = {"its own sample 500 × 500": read(SAMPLES), **cases}
    for label, people in cases.items():
        yield from _mentor_match(python, label, people)


def _mentor_match(python: str, label: str, people: People) -> Iterator[Result]:
    with tempfile.TemporaryDirectory(prefix="mt-bench-") as folder:
        file = Path(folder) / "people.npz"
        people.save(file)
        ours = _ended(sys.executable, "ours", file, "signups.py")
        theirs = _run(python, "mentor_match", file, "signups.py")
    of = _named("mentor_match", theirs), "s", MENTOR_MATCH_GOAL
    yield Result(f"{label}, time", ours["seconds"], theirs["seconds"], *of)
    if "stopped" not in theirs:
        of = "ours, under mentor-match's score", "points", 1.0
        yield Result(f"{label}, total of mentor-match", theirs["total"], ours["total"], *of)


def _same(ours: Told, theirs: Told, peer: str) -> None:
    """All must reach the same: as many as possible, then the total."""
    for key in ("matched", "total"):
        if ours[key] != theirs[key]:
            raise AssertionError(f"{key}: ours {ours[key]}, {peer} {theirs[key]}")


def _ended(python: str, solver: str, asked: Path | int, script: str = "peers.py") -> Told:
    """What ours tells, however long it takes."""
    return _run(python, solver, asked, script, None)


def _run(
    python: str,
    solver: str,
    asked: Path | int,
    script: str = "peers.py",
    limit: int | None = PATIENCE,
) -> Told:
    """What the solver tells; or how it was `stopped`, with the seconds it had by then."""
    command = [python, str(HERE / script), solver, str(asked)]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env=environment, timeout=limit
        )
    except subprocess.TimeoutExpired:
        return {"seconds": float(PATIENCE), "stopped": f"which did not end in {PATIENCE} s"}
    if done.returncode:
        raise ImproperlyConfigured(f"{solver} failed: {done.stderr[-500:]}")
    found: Told = json.loads(done.stdout.splitlines()[-1])
    return found


def _peers() -> str:
    """The Python that has the peers; made once below .bench/."""
    if named := os.environ.get("BENCH_PEERS"):
        return named
    folder = Path(settings.ROOT) / ".bench" / "peers"
    python = folder / "bin" / "python"
    complete, wanted = (
        folder / "complete",
        " ".join(PACKAGES),
    )  # one made before others were added is not
    if not complete.exists() or complete.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", *PACKAGES]
        if subprocess.run(install, check=False).returncode:
            raise ImproperlyConfigured("the peers could not be installed; set BENCH_PEERS instead")
        complete.write_text(wanted)
    return str(python)
