"""Exchanges alone: processes average a vector among themselves, by Convoy's sockets and by gloo."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from common.comparison import Comparison, aligned
from common.contestant import process_clock
from common.roster import MissingError, python_with_torch
from processes import Process, class_path, java, torch_workers

# ResNet-20, ResNet-18 with momentum, ResNet-50, VGG-16, in floats.
CASES = {
    "exchange-0.54M": 540_000,
    "exchange-22M": 22_000_000,
    "exchange-25M": 25_600_000,
    "exchange-138M": 138_400_000,
}
MEMBER = "org.convoy.bench.sync.ExchangeContestant"
# Floats of the exchanges of a turn, all together.
TURN_FLOATS = 200_000_000
MOST, LEAST = 50, 3
WARM_UP_TURNS = 3
HEAP = "256m"


@dataclass
class Times:
    """Exchanges of one contestant: each as long as its slowest member, and the CPU time of all."""

    milliseconds: list[float] = field(default_factory=list)
    cpu_milliseconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return round(statistics.median(self.milliseconds), 2)

    @property
    def fastest(self) -> float:
        return round(min(self.milliseconds), 2)

    @property
    def cpu(self) -> float:
        return round(statistics.median(self.cpu_milliseconds), 2)


@dataclass
class Exchange:
    """One case with one number of members; contestants by name."""

    case: str
    members: int
    times: dict[str, Times]

    def comparisons(self) -> list[tuple[Comparison, dict[str, object]]]:
        gloo = self.times.get("gloo")
        return [
            (
                Comparison(
                    "sync",
                    self.case,
                    1,
                    "milliseconds",
                    times.median,
                    "gloo",
                    gloo.median if gloo else None,
                ),
                {
                    "workers": self.members,
                    "contestant": name,
                    "fastest": times.fastest,
                    "cpuMilliseconds": times.cpu,
                    "peerFastest": gloo.fastest if gloo else None,
                    "peerCpuMilliseconds": gloo.cpu if gloo else None,
                },
            )
            for name, times in self.times.items()
            if name != "gloo"
        ]


def measure(
    cases: Sequence[str],
    members: Sequence[int],
    ways: Sequence[str],
    repeats: int,
    with_gloo: bool,
    python: str | None,
) -> list[Exchange]:
    """Lets the contestants exchange in turns; the first turns warm up and are not counted."""
    found = []

    for number in members:
        with ExitStack() as stack:
            contestants = {way: group(way, number, stack) for way in ways}

            if with_gloo:
                try:
                    contestants["gloo"] = torch_workers(
                        python_with_torch(python), "gloo.py", number, stack
                    )
                except MissingError as missing:
                    print(f"gloo is missing: {missing}", file=sys.stderr)

            for case in cases:
                found.append(turns(case, number, contestants, repeats))

    return found


def turns(
    case: str, members: int, contestants: dict[str, list[Process]], repeats: int
) -> Exchange:
    floats = CASES[case]
    count = max(LEAST, min(MOST, TURN_FLOATS // floats // members))
    times = {name: Times() for name in contestants}

    for turn in range(WARM_UP_TURNS + repeats):
        for name, processes in contestants.items():
            milliseconds, cpu = one_turn(processes, floats, count)

            if turn >= WARM_UP_TURNS:
                times[name].milliseconds += milliseconds
                times[name].cpu_milliseconds.append(cpu)

    print(f"  {case}, {members} members", file=sys.stderr)
    return Exchange(case, members, times)


def one_turn(processes: Sequence[Process], floats: int, count: int) -> tuple[list[float], float]:
    """Returns milliseconds of each exchange, and the CPU time of one."""
    before = cpu_seconds(processes)

    for process in processes:
        process.send({"floats": floats, "count": count})

    answers = [process.answer()["seconds"] for process in processes]
    slowest = [1e3 * max(each) for each in zip(*answers, strict=True)]
    return slowest, 1e3 * (cpu_seconds(processes) - before) / count


def cpu_seconds(processes: Sequence[Process]) -> float:
    return sum(time.clock_gettime(process_clock(one.process.pid)) for one in processes)


def group(way: str, members: int, stack: ExitStack) -> list[Process]:
    """Starts members, and tells each the ports of all."""
    largest = max(CASES.values()) * 4
    command = [
        *java(HEAP),
        f"-XX:MaxDirectMemorySize={largest + (256 << 20)}",
        *("-cp", class_path(), MEMBER),
    ]
    started = [
        stack.enter_context(Process(f"exchange-{way}-{rank}", [*command, str(rank), way.upper()]))
        for rank in range(members)
    ]
    ports = [process.version for process in started]

    for process in started:
        process.send({"ports": ports})

    for process in started:
        process.answer()

    return started


def table(exchanges: Sequence[Exchange]) -> str:
    rows = [["case", "members", "contestant", "ms", "fastest", "CPU ms", "to gloo"]]

    for one in exchanges:
        gloo = one.times.get("gloo")

        for name, times in one.times.items():
            rows.append(
                [
                    one.case,
                    str(one.members),
                    name,
                    f"{times.median:,.2f}",
                    f"{times.fastest:,.2f}",
                    f"{times.cpu:,.2f}",
                    f"{times.median / gloo.median:.2f}" if gloo else "",
                ]
            )

    return aligned(rows, left=(0, 2))
