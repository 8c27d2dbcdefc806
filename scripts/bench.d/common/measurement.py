"""Measures contestants in turns, so that the noise of a machine hits all of them alike."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from common.contestant import Contestant, ContestantError, RunningContestant, Slice
from common.fairness import check_same_network, warn_of_slow_blas


@dataclass(frozen=True)
class Plan:
    """How long and how often to measure, and on which core."""

    warmup_seconds: float
    seconds: float
    repeats: int
    core: int
    logs: Path


@dataclass(frozen=True)
class Measured:
    """The slices of one contestant for one case and batch size."""

    contestant: Contestant
    version: str
    slices: Sequence[Slice]

    @property
    def images_per_second(self) -> float:
        return statistics.median(part.images_per_second for part in self.slices)

    @property
    def images_per_cpu_second(self) -> float:
        return statistics.median(part.images_per_cpu_second for part in self.slices)

    @property
    def spread(self) -> float:
        """Distance from the slowest to the fastest slice by CPU time, relative to the median."""
        rates = [part.images_per_cpu_second for part in self.slices]
        return (max(rates) - min(rates)) / statistics.median(rates)


@dataclass
class Outcome:
    """All contestants for one case and batch size."""

    case: str
    batch: int
    measured: list[Measured] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)

    def best(self, name: str, precision: str = "f32") -> Measured | None:
        """Returns the variant of a contestant that does most for its CPU time."""
        variants = [
            one
            for one in self.measured
            if one.contestant.name == name and one.contestant.precision == precision
        ]
        return max(variants, key=lambda one: one.images_per_cpu_second, default=None)


def measure(case: str, batch: int, contestants: Sequence[Contestant], plan: Plan) -> Outcome:
    """Starts and warms up the contestants, then lets them run in turns."""
    outcome = Outcome(case, batch)

    with ExitStack() as processes:
        running: list[RunningContestant] = []

        for contestant in contestants:
            log = plan.logs / f"{case}-{batch}-{contestant.label.replace(' ', '-')}.log"

            try:
                process = processes.enter_context(
                    RunningContestant(contestant, case, batch, [plan.core], log)
                )
                process.run(plan.warmup_seconds)
                running.append(process)
            except ContestantError as error:
                outcome.failed[contestant.label] = str(error)

        check_same_network(running)
        run_in_turns(running, plan, outcome)

    return outcome


def run_in_turns(running: list[RunningContestant], plan: Plan, outcome: Outcome) -> None:
    slices: dict[RunningContestant, list[Slice]] = {process: [] for process in running}

    for turn in range(plan.repeats):
        # Nobody always runs after the same neighbour.
        first = turn % max(len(running), 1)

        for process in running[first:] + running[:first]:
            limit = process.contestant.max_repeats

            if process in slices and (limit is None or turn < limit):
                try:
                    slices[process].append(process.run(plan.seconds))
                except ContestantError as error:
                    outcome.failed[process.contestant.label] = str(error)
                    del slices[process]

    for process, parts in slices.items():
        outcome.measured.append(Measured(process.contestant, process.version, parts))
        warn_of_slow_blas(process)
