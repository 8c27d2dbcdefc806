"""The most physical memory that one step takes, each in a process of its own."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from common.contestant import SINGLE_THREAD, ContestantError
from common.roster import LAYOUTS, LOGS, NATIVE_WORK, java_command, python_with_torch

MEBIBYTE = 1 << 20

# One training step, or the evaluation of one batch.
STEPS = ("train", "evaluate")

# What a process takes beyond what Convoy plans: libraries and the Java heap.
BASELINE = 600 * MEBIBYTE

CIFAR_RESNETS = tuple(
    f"resnet{depth}{option}" for depth in (20, 32, 44, 56, 110) for option in ("", "_b")
)
RESNETS = tuple(f"resnet{depth}" for depth in (18, 34, 50, 101, 152))
VGGS = tuple(f"vgg{depth}{norm}" for depth in (11, 13, 16, 19) for norm in ("", "_bn"))
ZOO = (
    *RESNETS,
    *VGGS,
    "alexnet",
    "googlenet",
    "googlenet_aux",
    "mobilenet_v2",
    *CIFAR_RESNETS,
    "vgg11_bn_cifar",
    "speedrun_cifar",
    "lenet5",
)


@dataclass(frozen=True)
class Peak:
    """Resident memory of a process in bytes: at most, and before it made the network."""

    parameters: int
    baseline: int
    peak: int

    @property
    def net(self) -> int:
        return self.peak - self.baseline


@dataclass
class Outcome:
    """What a step of a network took; a peak that is missing did not fit this machine."""

    case: str
    batch: int
    step: str
    # Of Convoy's native memory, in bytes.
    planned: int
    convoy: Peak | None = None
    pytorch: dict[str, Peak] = field(default_factory=dict)

    @property
    def best_layout(self) -> str | None:
        """Returns PyTorch's memory layout that needs less."""
        return min(self.pytorch, key=lambda name: self.pytorch[name].peak, default=None)

    @property
    def best(self) -> Peak | None:
        return None if self.best_layout is None else self.pytorch[self.best_layout]


def measure(case: str, batch: int, steps: Sequence[str], python: str | None) -> list[Outcome]:
    """Runs a step of Convoy and of PyTorch in both layouts, one process after the other."""
    java = java_command(
        "kernels",
        "org.convoy.bench.convoy.PeakMemory",
        NATIVE_WORK,
        # The driver sees to it that there is enough.
        "-Dorg.bytedeco.javacpp.maxbytes=1t",
    )
    torch = (python_with_torch(python), str(Path(__file__).parent / "pytorch" / "peak.py"))
    plan = run((*java, case, str(batch), "plan"), f"{case}-{batch}-plan")
    outcomes = []

    for step in steps:
        outcome = Outcome(case, batch, step, plan[step])
        outcomes.append(outcome)

        # PyTorch takes about as much: where Convoy does not fit, nothing is tried.
        if plan[step] + BASELINE > available_bytes():
            continue

        outcome.convoy = peak((*java, case, str(batch), step), f"{case}-{batch}-{step}-convoy")

        for layout in LAYOUTS:
            log = f"{case}-{batch}-{step}-{layout}"

            try:
                command = (*torch, case, str(batch), step, layout)
                outcome.pytorch[layout] = peak(command, log, limit_memory)
            except ContestantError as error:
                if "can't allocate memory" not in str(error):
                    raise

        check_same_network(outcome)

    return outcomes


def check_same_network(outcome: Outcome) -> None:
    assert outcome.convoy is not None

    for layout, theirs in outcome.pytorch.items():
        if theirs.parameters != outcome.convoy.parameters:
            raise ContestantError(
                f"{outcome.case} has {outcome.convoy.parameters} parameters, with PyTorch {layout} "
                f"{theirs.parameters}"
            )


def peak(command: Sequence[str], log: str, prepare: Callable[[], None] | None = None) -> Peak:
    answer = run(command, log, prepare)
    return Peak(answer["parameters"], answer["baseline"], answer["peak"])


def run(
    command: Sequence[str], name: str, prepare: Callable[[], None] | None = None
) -> dict[str, int]:
    """Returns the JSON object that a process prints."""
    log = LOGS / "memory" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)

    with log.open("w") as errors:
        finished = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            check=False,
            env=os.environ | SINGLE_THREAD,
            preexec_fn=prepare,
        )

    if finished.returncode != 0:
        lines = [line for line in log.read_text().splitlines() if line[:1].strip()]
        reason = lines[-1].strip() if lines else f"exit status {finished.returncode}"
        raise ContestantError(f"{name}: {reason} ({log})")

    return dict(json.loads(finished.stdout))


def limit_memory() -> None:
    """Lets a process fail that would take more than there is, before the machine stops it."""
    limit = available_bytes()
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def available_bytes() -> int:
    meminfo = Path("/proc/meminfo").read_text()
    (kilobytes,) = re.findall(r"^MemAvailable:\s*(\d+) kB$", meminfo, re.MULTILINE)
    return int(kilobytes) * 1024
