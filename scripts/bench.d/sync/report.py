"""What the measurements say: lines, tables, and the model's predictions."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from common.comparison import aligned
from model import Cost, Point

EXECUTORS = (8, 64, 512)
GIGABITS = (10, 100)
STATES = {"ResNet-20": 270_000 * 2, "ResNet-18": 11_200_000 * 2, "ResNet-50": 25_600_000 * 2}


@dataclass(frozen=True)
class Rounds:
    """The rounds of one case, place and number of workers."""

    case: str
    place: str
    workers: int
    parameters: int
    state_bytes: int
    beyond: Sequence[float]
    driver_bytes: Sequence[float]

    @property
    def milliseconds(self) -> float:
        return round(statistics.median(self.beyond), 2)

    @property
    def states_through_driver(self) -> float:
        return round(statistics.median(self.driver_bytes) / self.state_bytes, 2)

    @property
    def averaged_on_driver(self) -> bool:
        """Returns whether the driver received whole results: its traffic shows it."""
        return self.states_through_driver > self.workers

    @property
    def point(self) -> Point:
        return Point(self.state_bytes // 4, self.workers, self.milliseconds)


def table(rounds: Sequence[Rounds], gloo: dict[tuple[str, int], float]) -> str:
    rows = [["case", "place", "workers", "ms a round", "fastest", "states through driver", "gloo ms"]]
    rows += [
        [
            one.case,
            one.place,
            str(one.workers),
            f"{one.milliseconds:,.1f}",
            f"{min(one.beyond):,.1f}",
            f"{one.states_through_driver:.2f}",
            f"{gloo[one.case, one.workers]:,.1f}" if (one.case, one.workers) in gloo else "",
        ]
        for one in rounds
    ]
    return aligned(rows, left=(0, 1))


def fitted(cost: Cost, points: Sequence[Point]) -> str:
    """Returns the model's coefficients and how far it is from what was measured."""
    rows = [["floats", "workers", "measured ms", "model ms"]]
    rows += [
        [
            f"{point.floats:,}",
            str(point.workers),
            f"{point.milliseconds:,.1f}",
            f"{cost.milliseconds(point.floats, point.workers):,.1f}",
        ]
        for point in points
    ]
    return (
        f"ms = {cost.latency:.1f} + {cost.per_wave:.2f} N / 2 "
        f"+ {cost.per_million:.2f} (1 + N) floats / 10^6\n{aligned(rows, left=())}"
    )


def predictions(cost: Cost) -> str:
    """Returns a table of rounds on larger clusters, in Markdown."""
    lines = [
        "| state | executors | Gbit/s | driver's mean, ms | executors' mean, ms | fp16, ms |",
        "| --- | --- | --- | --- | --- | --- |",
    ]

    for name, floats in STATES.items():
        for executors in EXECUTORS:
            for gigabits in GIGABITS:
                whole = cost.predicted(floats, executors, gigabits, reduced=False)
                reduced = cost.predicted(floats, executors, gigabits, reduced=True)
                half = cost.predicted(floats, executors, gigabits, reduced=True, compressed=True)
                lines.append(
                    f"| {name} | {executors} | {gigabits} | {whole:,.0f} | {reduced:,.0f} "
                    f"| {half:,.0f} |"
                )

    return "\n".join(lines)
