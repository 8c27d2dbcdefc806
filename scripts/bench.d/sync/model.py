"""The cost of a round as a function of bytes, workers and executors, fitted to measurements.

A round on a cluster costs, beyond computing,

    latency + perWave · N / 2 + perFloat · F · passes(N)

on two executors of one slot, which run N workers in N / 2 waves, where F is the floats of the state and ``passes`` says how often the driver handles the state: it
sends it once (executors that have parts of it send them on), and receives and adds up N results.
Where the mean is taken in the executors, it receives one, and N enters by the slices that executors
exchange among themselves, all at the same time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BYTES = 4
MEASURED_SLOTS = 2


@dataclass(frozen=True)
class Point:
    """A measured round."""

    floats: int
    workers: int
    milliseconds: float


@dataclass(frozen=True)
class Cost:
    """Coefficients in milliseconds: of a round, of a wave of tasks, and of handling a million floats once."""

    latency: float
    per_wave: float
    per_million: float

    def milliseconds(self, floats: int, workers: int) -> float:
        passes = 1 + workers
        return (
            self.latency + self.per_wave * workers / MEASURED_SLOTS + self.per_million * floats / 1e6 * passes
        )

    def predicted(
        self, floats: int, executors: int, gigabits: float, reduced: bool, compressed: bool = False
    ) -> float:
        """Returns milliseconds of a round with a worker an executor and a network of this speed.

        The driver's network is the narrowest place. Handling a float (copies, sums) takes what it
        took on the machine that the fit is from, shared by the executors where they reduce.
        """
        received = 1 if reduced else executors
        width = 2 if compressed else BYTES
        wire = (1 + received) * floats * width * 8 / (gigabits * 1e9) * 1e3
        # Every executor sends and receives one state in slices, and adds up its part.
        exchange = 2 * floats * width * 8 / (gigabits * 1e9) * 1e3 if reduced else 0
        stages = 2 if reduced else 1
        handling = self.per_million * floats / 1e6 * (1 + received + (1 if reduced else 0))
        return stages * (self.latency + self.per_wave) + wire + exchange + handling


def fit(points: Sequence[Point]) -> Cost | None:
    """Returns the coefficients of least squared relative error, none of them negative."""
    best: tuple[float, Cost] | None = None

    # Three coefficients: every subset that may be positive is tried, the others are 0.
    for mask in range(1, 8):
        used = [index for index in range(3) if mask >> index & 1]

        if len(points) < len(used):
            continue

        solution = least_squares([weighted(point) for point in points], used)

        if solution is None or min(solution) < 0:
            continue

        values = [0.0, 0.0, 0.0]

        for index, value in zip(used, solution, strict=True):
            values[index] = value

        cost = Cost(*values)
        error = sum(relative_error(cost, point) ** 2 for point in points)

        if best is None or error < best[0]:
            best = (error, cost)

    return best[1] if best else None


def relative_error(cost: Cost, point: Point) -> float:
    return cost.milliseconds(point.floats, point.workers) / point.milliseconds - 1


def weighted(point: Point) -> list[float]:
    terms = [1.0, point.workers / MEASURED_SLOTS, point.floats / 1e6 * (1 + point.workers)]
    return [term / point.milliseconds for term in terms]


def least_squares(rows: Sequence[Sequence[float]], used: Sequence[int]) -> list[float] | None:
    """Solves rows · x = 1 for the columns in ``used`` by the normal equations."""
    size = len(used)
    table = [
        [sum(row[i] * row[j] for row in rows) for j in used] + [sum(row[i] for row in rows)]
        for i in used
    ]

    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(table[row][column]))

        if abs(table[pivot][column]) < 1e-300:
            return None

        table[column], table[pivot] = table[pivot], table[column]

        for row in range(size):
            if row != column:
                factor = table[row][column] / table[column][column]
                table[row] = [a - factor * b for a, b in zip(table[row], table[column], strict=True)]

    return [table[row][size] / table[row][row] for row in range(size)]
