"""Pairs in one group, ours or networkx: `python one_group.py SOLVER PEOPLE`.

Prints seconds, how many pairs there are, and their total. Scores are made up, the same both ways, half of
all pairs allowed; both get them ready. Needs nothing but NumPy and the solver, as peers.py.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

SEED, MOST, SHARE = 20261129, 1000, 0.5
FORBIDDEN = -1


def main(solver, people):
    codes = scores(people)
    pairs, seconds = SOLVERS[solver](codes)
    total = sum(int(codes[one, other]) for one, other in pairs)
    sys.stdout.write(json.dumps({"seconds": seconds, "matched": len(pairs), "total": total}))


def scores(people):
    random = np.random.default_rng(SEED)
    upper = random.integers(0, MOST + 1, (people, people))
    upper[random.random((people, people)) > SHARE] = FORBIDDEN
    upper = np.triu(upper, 1)
    codes = (upper + upper.T).astype(np.int16)
    np.fill_diagonal(codes, FORBIDDEN)
    return codes


def networkx(codes):
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(len(codes)))
    rows, columns = np.nonzero(np.triu(codes >= 0, 1))
    worth = codes[rows, columns].tolist()
    graph.add_weighted_edges_from(zip(rows.tolist(), columns.tolist(), worth, strict=True))
    started = time.perf_counter()
    pairs = list(nx.max_weight_matching(graph, maxcardinality=True))
    return pairs, time.perf_counter() - started


def ours(codes):
    """As many as possible, then the total, proven."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    from matching.engine.core.general import Graph, pair_up, partners
    from matching.engine.levels import words_of
    from matching.engine.types import Lifting, Objective

    words = words_of(MOST // 100, Objective(lifting=Lifting.NONE), len(codes) // 2)
    word = words.words[0]
    graph = Graph(
        codes, word.worths, words.rough(), word.bonus, lambda rows, _: np.zeros(len(rows), np.int64)
    )
    started = time.perf_counter()
    partner = partners(pair_up(graph), len(codes))
    pairs = [(one, int(other)) for one, other in enumerate(partner) if one < other]
    return pairs, time.perf_counter() - started


SOLVERS = {"ours": ours, "networkx": networkx}

if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
