"""Matching beside other exact solvers, each in a process of its own, on one published instance.

Ours goes from the features to an assignment whose every pair is priced; the peers' clock runs for the
solve alone. They live in an environment of their own, made on first use: BENCH_PEERS names the Python of
one that exists. `--size 1000` tries 1,000 mentees and 400 mentors.
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

SIZE, LARGE = 5_000, 20_000
PACKAGES = ("numpy", "scipy", "lapx", "ortools")
PEERS = ("scipy_dense", "scipy_sparse", "lapx", "ortools")
NAMES = {
    "scipy_dense": "SciPy linear_sum_assignment",
    "scipy_sparse": "SciPy min_weight_full_bipartite_matching",
    "lapx": "lapx lapjvs",
    "ortools": "OR-Tools min-cost flow",
}
GOALS = {"scipy_dense": (0.10, 0.25), "lapx": (0.05, 0.05)}  # of time, of memory
EDIT_GOAL, PRODUCT_GOAL = 1 / 500, 1 / 0.75


def measure(size: int | None = None) -> Iterator[Result]:
    """Circles, each peer's time and memory, edits, the search for candidates; larger ones without --size."""
    yield from circles.measure(size)
    python = _peers()
    yield from _compare(python, size or SIZE, PEERS)
    if size is None:
        yield from _compare(python, LARGE, ("lapx",))


def _compare(python: str, size: int, peers: tuple[str, ...]) -> Iterator[Result]:
    with tempfile.TemporaryDirectory(prefix="mt-bench-") as folder:
        file = Path(folder) / "instance.npz"
        mentors = max(1, size * 2 // 5)
        instance(size, mentors).save(file)
        label = f"{size} × {mentors}"
        ours = _run(sys.executable, "ours", file)
        for peer in peers:
            theirs = _run(python, peer, file)
            _same(ours, theirs, peer)
            time_goal, memory_goal = GOALS.get(peer, (1.0, 1.0))
            of = NAMES[peer], "s", time_goal
            yield Result(f"matching {label}, time", ours["seconds"], theirs["seconds"], *of)
            of = NAMES[peer], "MB", memory_goal
            yield Result(f"matching {label}, memory", ours["megabytes"], theirs["megabytes"], *of)
            if peer == "scipy_dense":
                yield _edits(file, label, theirs["seconds"])
        found = _run(sys.executable, "candidates", file)
        of = "the same products by sgemm", "s", PRODUCT_GOAL
        yield Result(f"candidates {label}", found["seconds"], found["product"], *of)


def _edits(file: Path, label: str, seconds: float) -> Result:
    found = _run(sys.executable, "edits", file)
    name = f"a veto or a lock {label}, p95 ({found['moved']:g} others moved, p95 {found['moved_p95']:g})"
    return Result(name, found["seconds"], seconds, NAMES["scipy_dense"], "s", EDIT_GOAL)


def _same(ours: dict[str, Any], theirs: dict[str, Any], peer: str) -> None:
    """All must reach the same: as many as possible, then the total."""
    for key in ("matched", "total"):
        if ours[key] != theirs[key]:
            raise AssertionError(f"{key}: ours {ours[key]}, {peer} {theirs[key]}")


def _run(python: str, solver: str, file: Path) -> dict[str, Any]:
    script = Path(__file__).with_name("peers.py")
    command = [python, str(script), solver, str(file)]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise ImproperlyConfigured(f"{solver} failed: {done.stderr[-500:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _peers() -> str:
    """The Python that has the peers; made once below .bench/."""
    if named := os.environ.get("BENCH_PEERS"):
        return named
    folder = Path(settings.ROOT) / ".bench" / "peers"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", *PACKAGES]
        if subprocess.run(install, check=False).returncode:
            raise ImproperlyConfigured("the peers could not be installed; set BENCH_PEERS instead")
        (folder / "complete").touch()
    return str(python)
