"""One solver on one instance, in a process of its own: `python peers.py SOLVER INSTANCE.npz`.

Prints seconds, megabytes (the highest the process reached above what it had before, and whole), how many
are matched, and the total. All solvers get the scores ready; ours starts from the features, and gives reasons. Needs nothing
but NumPy and the solver, so that it runs in an environment without the project.
"""

import json
import os
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

from instance import load


def main(solver, file):
    told = load(file)
    data = (told.scores(), told.capacity) if solver in PEERS else told
    before = memory(afresh=True)
    pairs, seconds, extra = SOLVERS[solver](data)
    peak = memory()
    rows, columns = pairs
    total = int(told.score(rows, columns).sum())
    found = {
        "seconds": seconds,
        "megabytes": max(1.0, peak - before),
        "whole": peak,
        "matched": len(rows),
        "total": total,
        **extra,
    }
    sys.stdout.write(json.dumps(found))


def memory(afresh=False):
    """The most this process has held, in megabytes; from now on, where the system can start anew."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2  # macOS counts bytes
    if afresh:
        Path("/proc/self/clear_refs").write_text("5")
    (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def bonus_of(scores):
    """Being matched counts more than all scores together."""
    return 2 * len(scores) * int(scores.max()) + 1


def places_of(capacity):
    """A column for each place."""
    return np.repeat(np.arange(len(capacity)), capacity)


def kept(scores, rows, columns):
    """Pairs that may be; a solver fills up with pairs that may not."""
    good = scores[rows, columns] >= 0
    return rows[good], columns[good]


def dense(scores, capacity):
    """Worth of each place to each mentee, and nothing for a pair that may not be."""
    worth = np.where(scores >= 0, scores.astype(np.float64) + bonus_of(scores), 0)
    return worth[:, places_of(capacity)]


def scipy_dense(data):
    from scipy.optimize import linear_sum_assignment

    scores, capacity = data
    worth = dense(scores, capacity)
    started = time.perf_counter()
    rows, taken = linear_sum_assignment(worth, maximize=True)
    seconds = time.perf_counter() - started
    return kept(scores, rows, places_of(capacity)[taken]), seconds, {}


def scipy_sparse(data):
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    scores, capacity = data
    mentees, bonus, places = len(scores), bonus_of(scores), places_of(capacity)
    rows, columns = np.nonzero(scores[:, places] >= 0)
    worst = int(scores.max()) + 1
    cost = np.concatenate([worst - scores[rows, places[columns]], np.full(mentees, bonus)])
    rows = np.concatenate([rows, np.arange(mentees)])
    columns = np.concatenate([columns, len(places) + np.arange(mentees)])
    graph = coo_array((cost.astype(float), (rows, columns))).tocsr()
    started = time.perf_counter()
    rows, taken = min_weight_full_bipartite_matching(graph)
    seconds = time.perf_counter() - started
    real = taken < len(places)
    return (rows[real], places[taken[real]]), seconds, {}


def lapx(data):
    import lap

    scores, capacity = data
    cost = -dense(scores, capacity)
    started = time.perf_counter()
    _, rows, taken = lap.lapjvs(cost, prefer_float32=False)
    seconds = time.perf_counter() - started
    return kept(scores, rows, places_of(capacity)[taken]), seconds, {}


def ortools(data):
    from ortools.graph.python import min_cost_flow

    scores, capacity = data
    (mentees, mentors), bonus = scores.shape, bonus_of(scores)
    rows, columns = np.nonzero(scores >= 0)
    source, sink = mentees + mentors, mentees + mentors + 1
    people, hosts = np.arange(mentees), mentees + np.arange(mentors)
    tails = np.concatenate([rows, np.full(mentees, source), people, hosts])
    heads = np.concatenate(
        [columns + mentees, people, np.full(mentees, sink), np.full(mentors, sink)]
    )
    room = np.concatenate([np.ones(len(rows) + 2 * mentees, np.int64), capacity])
    worth = -scores[rows, columns].astype(np.int64)
    nothing = np.zeros(mentees, np.int64), np.full(mentees, bonus), np.zeros(mentors, np.int64)
    cost = np.concatenate([worth, *nothing])
    started = time.perf_counter()
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tails, heads, room, cost)
    flow.set_node_supply(source, mentees)
    flow.set_node_supply(sink, -mentees)
    if flow.solve() != flow.OPTIMAL:
        raise SystemExit("OR-Tools found no optimum")
    used = flow.flows(arcs[: len(rows)]) > 0
    seconds = time.perf_counter() - started
    return (rows[used], columns[used]), seconds, {}


def ours(told):
    """From the features to an assignment that is proven over all pairs, and the reasons for each of it."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    from matching.engine.core.columns import solve_source
    from matching.engine.core.pricing import violations
    from matching.engine.kernel import Kernel

    started = time.perf_counter()
    kernel = Kernel(told.mentees, told.mentors, told.weights, told.classes, told.open_to)
    reach = int((told.mentees.max(0) * told.weights * told.mentors.max(0)).sum())
    book = solve_source(kernel, told.capacity, 2 * len(told.mentees) * reach + 1)
    left = len(violations(kernel, book)[0])
    solved = time.perf_counter()
    rows = np.flatnonzero(book.chosen < book.nowhere)
    told_why = reasons(kernel, told, rows, book)
    ended = time.perf_counter()
    if left or (told_why["points"] != told.score(rows, book.chosen[rows])).any():
        raise SystemExit("not certified")
    return (rows, book.chosen[rows]), ended - started, {"reasons": ended - solved}


def reasons(kernel, told, rows, book):
    """Of each pair its points and the three features that give most; of everybody the three others that
    would be best, and what these places cost; so for who has nobody.
    """
    from matching.engine.core.pricing import candidates

    terms = told.mentees[rows] * told.weights * told.mentors[book.chosen[rows]]
    strongest = np.argsort(-terms, axis=1, kind="stable")[:, :3]
    others = candidates(kernel, np.zeros(kernel.shape[1]), 4)
    prices = np.where(others.columns < others.width, book.prices[others.columns], 0)
    return {"points": terms.sum(axis=1), "strongest": strongest, "others": others, "prices": prices}


def edits(told):
    """Vetoes of chosen pairs and locks of others, each taken back: p95 in seconds, others moved."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    from matching.engine.core.state import State, bonus_for, moved

    scores, stickiness = told.scores().astype(np.int64), 5
    bonus = bonus_for(scores, stickiness)
    nobody = np.full(len(scores), -1)
    reference = State(scores, told.capacity, bonus, nobody).chosen
    state = State(scores, told.capacity, bonus, reference, stickiness)
    random = np.random.default_rng(1)
    spent, others = [], []
    for row in random.permutation(np.flatnonzero(reference >= 0))[:100].tolist():
        before, column = state.chosen, int(state.chosen[row])
        started = time.perf_counter()
        state.veto(row, column)
        spent.append(time.perf_counter() - started)
        others.append(len(moved(before, state.chosen, [row])))
        state.allow(row, column)
        other = int(random.choice(np.flatnonzero(scores[row] >= 0)))
        started = time.perf_counter()
        state.lock(row, other)
        spent.append(time.perf_counter() - started)
        state.unlock(row)
    rows = np.flatnonzero(state.chosen >= 0)
    extra = {"moved": float(np.median(others)), "moved_p95": float(np.percentile(others, 95))}
    return (rows, state.chosen[rows]), float(np.percentile(spent, 95)), extra


def candidates(told):
    """Scoring all open pairs and finding candidates, beside the machine's own product of as many."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    from matching.engine.core.blocks import MOST_THREADS
    from matching.engine.core.columns import CANDIDATES
    from matching.engine.core.pricing import candidates as search
    from matching.engine.kernel import Kernel

    kernel = Kernel(told.mentees, told.mentors, told.weights, told.classes, told.open_to)
    spent = []
    for _ in range(5):
        started = time.perf_counter()
        search(kernel, np.zeros(kernel.shape[1]), CANDIDATES)
        spent.append(time.perf_counter() - started)
    count = sum(len(rows) * len(columns) for rows, columns in kernel.open_groups())
    side, threads = 2048, min(MOST_THREADS, os.cpu_count() or 1)
    left, right = np.ones((side, 64), np.float32), np.ones((64, side), np.float32)
    tries = []
    with ThreadPoolExecutor(threads) as pool:  # as many threads as the search has
        for _ in range(9):
            started = time.perf_counter()
            list(pool.map(lambda _: left @ right, range(threads)))
            tries.append((time.perf_counter() - started) / threads)
    none = np.zeros(0, np.int64)
    return (none, none), min(spent), {"product": min(tries) * count / side**2}


def floors(told):
    """The total, and the fifth percentile, of three best assignments, each by an objective of the engine:
    as new policies have it, lifting the weakest before the total, and by the total alone.
    Quality is in thousandths of the score that one open pair in a hundred reaches.
    """
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    from matching.engine.core.again import first
    from matching.engine.core.coded import Coded
    from matching.engine.core.face import face_of
    from matching.engine.levels import words_of
    from matching.engine.types import Lifting, Objective

    scores = told.scores()
    fine = float(np.percentile(scores[scores >= 0], 99))
    codes = np.where(scores < 0, -1, np.minimum(1000, scores * 1000 // fine)).astype(np.int16)
    started, found = time.perf_counter(), {}
    others = {way.value: Objective(lifting=way) for way in (Lifting.FIRST, Lifting.NONE)}
    for name, objective in {"product": Objective(), **others}.items():
        words = words_of(10, objective, len(scores))
        word = words.words[0]
        book = first(Coded(codes, word.worths), words.rough(), told.capacity, word.bonus)
        face_of(book.edges, book)
        rows = np.flatnonzero(book.chosen < book.nowhere)
        quality = codes[rows, book.chosen[rows]]
        found[name] = int(quality.sum()), float(np.percentile(quality, 5))
    return (rows, book.chosen[rows]), time.perf_counter() - started, {"found": found}


PEERS = {"scipy_dense", "scipy_sparse", "lapx", "ortools"}
SOLVERS = {
    "scipy_dense": scipy_dense,
    "scipy_sparse": scipy_sparse,
    "lapx": lapx,
    "ortools": ortools,
    "ours": ours,
    "edits": edits,
    "candidates": candidates,
    "floors": floors,
}

if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
