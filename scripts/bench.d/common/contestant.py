"""The processes that a benchmark measures, and the line protocol that they speak."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

# One thread, whichever library a contestant computes with.
SINGLE_THREAD = {
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}

# A contestant that has not answered for so long, over what it was asked to do, never will.
ANSWER_LIMIT_SECONDS = 600.0


class ContestantError(Exception):
    """A contestant could not start, ended, or answered nonsense."""


@dataclass(frozen=True)
class Contestant:
    """A program that trains a network when asked to."""

    name: str
    variant: str
    command: tuple[str, ...]
    # Slow contestants are measured less often.
    max_repeats: int | None = None
    # Networks that the process trains at the same time, each on a thread of its own.
    replicas: int = 1

    @property
    def precision(self) -> str:
        """What it computes with, which its variant ends with where that is not f32."""
        return self.variant.partition(":")[2] or "f32"

    @property
    def label(self) -> str:
        return self.name if self.variant == "default" else f"{self.name} {self.variant}"


@dataclass(frozen=True)
class Slice:
    """What a contestant did in one go."""

    images: int
    wall_seconds: float
    cpu_seconds: float
    # By the contestant's own clock: replicas end at different moments, which the time from outside
    # would count as idleness of those that end first.
    replica_images_per_second: float

    @property
    def images_per_second(self) -> float:
        return self.images / self.wall_seconds

    @property
    def images_per_cpu_second(self) -> float:
        return self.images / self.cpu_seconds


class RunningContestant:
    """A contestant's process for one case and batch size, idle until it is told to run.

    Wall and CPU time are taken here, from outside, in the same way for every contestant. CPU time
    is that of the whole process: garbage collection and compilation count.
    """

    def __init__(
        self, contestant: Contestant, case: str, batch: int, cores: Sequence[int], log: Path
    ) -> None:
        self.contestant = contestant
        self.log = log
        pin = ("taskset", "-c", ",".join(map(str, cores))) if shutil.which("taskset") else ()
        replicas = (str(contestant.replicas),) if contestant.replicas > 1 else ()
        arguments = (case, str(batch), contestant.variant, *replicas)
        log.parent.mkdir(parents=True, exist_ok=True)

        with log.open("w") as errors:
            self.process = subprocess.Popen(
                [*pin, *contestant.command, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=os.environ | SINGLE_THREAD,
            )

        try:
            ready = self._answer(ANSWER_LIMIT_SECONDS)
            self.version: str = ready["version"]
            self.parameters: int = ready["parameters"]
            self.blas: str | None = ready.get("blas")
        except BaseException:
            self.close()
            raise

    def run(self, seconds: float) -> Slice:
        """Lets the contestant train for at least ``seconds`` and at least one step."""
        self.start(seconds)
        return self.finish()

    def start(self, seconds: float) -> None:
        """Begins what :meth:`run` does, for contestants that run at the same time."""
        assert self.process.stdin is not None
        self.limit_seconds = seconds + ANSWER_LIMIT_SECONDS
        self.wall_start = time.perf_counter()
        self.cpu_start = time.clock_gettime(process_clock(self.process.pid))

        try:
            self.process.stdin.write(f"run {seconds}\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise self._failure("ended early") from None

    def finish(self) -> Slice:
        """Waits for the end of what :meth:`start` began."""
        answer = self._answer(self.limit_seconds)
        wall = time.perf_counter() - self.wall_start
        cpu = time.clock_gettime(process_clock(self.process.pid)) - self.cpu_start

        if not abs(answer["loss"]) < float("inf"):
            raise self._failure(f"reached a loss of {answer['loss']}")

        return Slice(answer["images"], wall, cpu, answer["images_per_second"])

    def resident_bytes(self) -> int:
        """Returns how much physical memory the process holds (VmRSS)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        (kilobytes,) = re.findall(r"^VmRSS:\s*(\d+) kB$", status, re.MULTILINE)
        return int(kilobytes) * 1024

    def close(self) -> None:
        """Ends the process."""
        self.process.kill()
        # Waits for the process and closes its pipes.
        self.process.communicate()

    def __enter__(self) -> RunningContestant:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _answer(self, limit_seconds: float) -> dict[str, Any]:
        assert self.process.stdout is not None
        timer = threading.Timer(limit_seconds, self.process.kill)
        timer.start()

        try:
            line = self.process.stdout.readline()
        finally:
            timer.cancel()

        if not line:
            raise self._failure("ended early")

        try:
            return dict(json.loads(line))
        except ValueError:
            raise self._failure(f"answered '{line.strip()}', which is not JSON") from None

    def _failure(self, what: str) -> ContestantError:
        # Of a stack trace, the last line that is not indented names the cause.
        lines = [line for line in self.log.read_text().splitlines() if line[:1].strip()]
        reason = f": {lines[-1].strip()}" if lines else ""
        return ContestantError(f"{what}{reason} ({self.log})")


def process_clock(pid: int) -> int:
    """Returns Linux's clock of the CPU time of a process, in nanosecond resolution.

    This is what clock_getcpuclockid(3) returns, which Python does not offer for processes.
    """
    return ~pid << 3 | 2
