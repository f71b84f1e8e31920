"""An independent exact solver for small assignments: HiGHS on the integer program."""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp


def best_by_expansion(values, allowed, capacity):
    """(pairs, total) by SciPy's dense solver on a column for each place."""
    places = np.repeat(np.arange(len(capacity)), capacity)
    bonus = 2 * len(values) * int(values.max(initial=0)) + 1
    worth = np.where(allowed, values + bonus, 0)[:, places]
    rows, columns = linear_sum_assignment(worth, maximize=True)
    pairs, total = divmod(int(worth[rows, columns].sum()), bonus)
    return pairs, total


def best_by_program(values, allowed, quota, capacity, least, bonus):
    """The most that values + bonus a pair, less 10,000 for each one missing to a least, can be."""
    rows, columns = values.shape
    pair = np.arange(rows * columns).reshape(rows, columns)
    size = rows * columns + columns
    sides = np.zeros((rows + 2 * columns, size))
    for row in range(rows):
        sides[row, pair[row]] = 1
    for column in range(columns):
        sides[rows + column, pair[:, column]] = 1
        sides[rows + columns + column, pair[:, column]] = 1
        sides[rows + columns + column, rows * columns + column] = 1
    low = np.concatenate([np.zeros(rows + columns), least])
    high = np.concatenate([quota, capacity, np.full(columns, np.inf)])
    cost = -np.concatenate([(values + bonus).ravel(), np.full(columns, -10_000)]).astype(float)
    upper = np.concatenate([allowed.ravel().astype(float), np.full(columns, 100.0)])
    found = milp(
        cost,
        constraints=LinearConstraint(sides, low, high),
        bounds=Bounds(0, upper),
        integrality=np.ones(size),
    )
    return -round(found.fun)
