"""Runs two replicas in one process, in two processes, and one alone, in turns."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from common.contestant import Contestant, RunningContestant
from common.fairness import check_same_network, warn_of_slow_blas
from common.roster import CONVOY

METRICS = ("images_per_second", "images_per_cpu_second")


@dataclass(frozen=True)
class Plan:
    """How long and how often to measure, and on which two cores."""

    warmup_seconds: float
    seconds: float
    repeats: int
    cores: tuple[int, int]
    logs: Path


@dataclass(frozen=True)
class Rates:
    """How fast all replicas of an arrangement were together."""

    images_per_second: float
    images_per_cpu_second: float


@dataclass(frozen=True)
class Arrangement:
    """Processes that train at the same time."""

    name: str
    processes: Sequence[RunningContestant]

    def run(self, seconds: float) -> Rates:
        for process in self.processes:
            process.start(seconds)

        slices = [process.finish() for process in self.processes]
        images = sum(part.images for part in slices)
        return Rates(
            sum(part.replica_images_per_second for part in slices),
            images / sum(part.cpu_seconds for part in slices),
        )


@dataclass
class Outcome:
    """The rates of every arrangement for one case and batch size."""

    case: str
    batch: int
    rates: dict[str, list[Rates]] = field(default_factory=dict)

    def median(self, arrangement: str, metric: str) -> float | None:
        """Returns the median of an arrangement; None if it did not take part."""
        rates = [getattr(one, metric) for one in self.rates.get(arrangement, ())]
        return round(statistics.median(rates), 2) if rates else None


def together(name: str) -> str:
    return f"{name} one process, two replicas"


def apart(name: str) -> str:
    return f"{name} two processes"


def alone(name: str) -> str:
    return f"{name} one process"


def measure(case: str, batch: int, contestants: Sequence[Contestant], plan: Plan) -> Outcome:
    """Starts and warms up all processes, then lets the arrangements run in turns."""
    with ExitStack() as stack:
        arrangements: list[Arrangement] = []

        for contestant in contestants:
            arrangements += arrange(contestant, case, batch, plan, stack)

        check_same_network([one for each in arrangements for one in each.processes])

        for arrangement in arrangements:
            arrangement.run(plan.warmup_seconds)

        outcome = Outcome(case, batch, {arrangement.name: [] for arrangement in arrangements})

        for turn in range(plan.repeats):
            # Nobody always runs after the same neighbour.
            first = turn % len(arrangements)

            for arrangement in arrangements[first:] + arrangements[:first]:
                outcome.rates[arrangement.name].append(arrangement.run(plan.seconds))

    return outcome


def arrange(
    contestant: Contestant, case: str, batch: int, plan: Plan, stack: ExitStack
) -> Iterator[Arrangement]:
    """Starts the processes of a contestant; only Convoy knows replicas in one process."""

    def start(what: Contestant, cores: Sequence[int]) -> RunningContestant:
        label = f"{case}-{batch}-{what.name}-{'-'.join(map(str, cores))}"
        process = RunningContestant(what, case, batch, cores, plan.logs / f"{label}.log")
        return stack.enter_context(process)

    if contestant.name == CONVOY:
        pair = start(replace(contestant, replicas=2), plan.cores)
        yield Arrangement(together(contestant.name), [pair])

    processes = [start(contestant, [core]) for core in plan.cores]
    warn_of_slow_blas(processes[0])
    yield Arrangement(apart(contestant.name), processes)
    yield Arrangement(alone(contestant.name), processes[-1:])
