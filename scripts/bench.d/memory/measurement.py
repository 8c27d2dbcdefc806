"""Watches the resident memory of one replica from step to step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from common.contestant import RunningContestant

MEBIBYTE = 1 << 20

# By then all buffers are allocated and the heap has been through its first collections.
SETTLED_STEP = 50
SHOWN_STEPS = (50, 100, 250, 500, 1000)

# How much more than at the settled step any later step may hold.
TOLERANCE = 0.02


@dataclass(frozen=True)
class Curve:
    """Resident memory after each step, in MiB; the first step is number 1."""

    mebibytes: Sequence[float]

    def at(self, step: int) -> float:
        return round(self.mebibytes[step - 1], 2)

    @property
    def steps(self) -> int:
        return len(self.mebibytes)

    @property
    def settled(self) -> float:
        return self.at(SETTLED_STEP)

    @property
    def highest_step(self) -> int:
        """Returns the step after the settled one with the most memory, the first of several."""
        return max(range(SETTLED_STEP + 1, self.steps + 1), key=lambda step: self.at(step))

    @property
    def highest(self) -> float:
        return self.at(self.highest_step)

    @property
    def flat(self) -> bool:
        return self.highest <= self.settled * (1 + TOLERANCE)

    def shown(self) -> dict[int, float]:
        """Returns the memory at the steps to show, the last one included."""
        steps = {step for step in SHOWN_STEPS if step <= self.steps} | {self.steps}
        return {step: self.at(step) for step in sorted(steps)}


def watch(process: RunningContestant, steps: int) -> Curve:
    """Trains step by step; between two steps nothing runs in the process."""
    mebibytes = []

    for _ in range(steps):
        # The shortest run there is: one step.
        process.run(0)
        mebibytes.append(process.resident_bytes() / MEBIBYTE)

    return Curve(mebibytes)
