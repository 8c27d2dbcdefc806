"""The smallest heaps of driver and executors that a training passes in, beside what is asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from common.comparison import Comparison
from common.contestant import ContestantError
from processes import convoy
from trainings import BATCH, Network, Task

MEBIBYTE = 1 << 20

# 57 million parameters, whose states go in slices, and 24 million, whose states go whole.
NETWORKS = {
    "alexnet": Network("alexnet", 64, 3),
    "resnet50": Network("resnet50", 32, 3),
}
WAYS = {
    "average": (),
    "reset": ("sync.optimizerState=reset",),
    "local": ("sync.optimizerState=local",),
    "fp16": ("sync.compress=fp16",),
    "slowmo": ("sync.strategy=slowmo",),
    "gradient": ("sync.strategy=gradient",),
    # Without an optimizer's state, AlexNet's state goes whole.
    "no-momentum": ("optimizer.momentum=0",),
}
CASES = tuple(f"{network}-{way}" for network in NETWORKS for way in WAYS)

WORKERS, ROUNDS, EPOCHS = 2, 3, 1

# Spark's own, of an executor.
LEAST_EXECUTOR = 450

# A heap in which G1 lets every case pass.
AMPLE = 4096

# Of what is asked for: how much smaller a heap is from trial to trial, and how far that goes.
STEP, STEPS = 0.1, 6

# A heap that is almost full may be collected without end.
LIMIT_SECONDS = 240.0


@dataclass(frozen=True)
class Heaps:
    """Of a driver, and of executors with one task slot, in MiB."""

    driver: int
    executor: int


@dataclass(frozen=True)
class Needed:
    """What a process was asked to have, and the smallest heap tried that it passed in, in MiB."""

    asked: int
    passed: int | None
    failed: int | None = None


def task(case: str, epochs: int) -> Task:
    """Returns a training of some rounds, with a validation, a checkpoint and the final model."""
    name, _, way = case.partition("-")
    network = NETWORKS[name]
    return Task(
        network.model,
        ROUNDS * WORKERS * BATCH,
        network.side,
        network.channels,
        epochs=epochs,
        workers=WORKERS,
        batchSize=BATCH,
        every=1,
        settings=WAYS[way],
    )


def train(case: str, heaps: Heaps, epochs: int = EPOCHS) -> Heaps:
    """Trains on two executors, or, with no epochs, does not; returns the heaps asked for."""
    settings = (
        f"spark.executor.memory={heaps.executor}m",
        # The first executor that runs out of heap ends it.
        "spark.task.maxFailures=1",
    )
    master = f"local-cluster[{WORKERS},1,{heaps.executor}]"
    name = f"{case}-{heaps.driver}-{heaps.executor}"

    with convoy(
        master,
        f"{heaps.driver}m",
        settings,
        name,
        limit=LIMIT_SECONDS,
        java_options=("-XX:+ExitOnOutOfMemoryError",),
    ) as process:
        outcome = process.train(task(case, epochs))

    return Heaps(
        -(-outcome["driverHeap"] // MEBIBYTE),
        max(LEAST_EXECUTOR, -(-outcome["executorHeap"] // MEBIBYTE)),
    )


def least(asked: int, passes: Callable[[int], bool], floor: int = 0) -> Needed:
    """Lowers a heap from what is asked for until it is too small, or raises it until it is not."""
    passed = failed = None
    factor = 0

    while (passed is None or failed is None) and abs(factor) <= STEPS:
        heap = max(floor, round(asked * (1 + factor * STEP)))

        if passes(heap):
            passed = heap

            if heap == floor:
                return Needed(asked, passed, failed)

            factor -= 1
        else:
            failed = heap
            factor += 1

    if passed is not None and failed is not None:
        between = (passed + failed) // 2
        passed = between if passes(between) else passed

    return Needed(asked, passed, failed)


def measure(case: str) -> list[Comparison]:
    asked = train(case, Heaps(AMPLE, LEAST_EXECUTOR), epochs=0)
    both = told(case, asked)

    def driver_passes(heap: int) -> bool:
        return (both and heap == asked.driver) or told(case, Heaps(heap, AMPLE))

    def executor_passes(heap: int) -> bool:
        return (both and heap == asked.executor) or told(case, Heaps(AMPLE, heap))

    needs = {
        "driver_heap_mib": least(asked.driver, driver_passes),
        "executor_heap_mib": least(asked.executor, executor_passes, LEAST_EXECUTOR),
    }
    return [
        Comparison("sync", case, BATCH, metric, need.asked, "least_passed", need.passed)
        for metric, need in needs.items()
    ]


def told(case: str, heaps: Heaps) -> bool:
    """Trains, and tells whether that went well."""
    try:
        train(case, heaps)
        passes = True
    except ContestantError:
        passes = False

    print(
        f"{case}: driver {heaps.driver}, executors {heaps.executor} MiB:"
        f" {'passed' if passes else 'failed'}",
        file=sys.stderr,
        flush=True,
    )
    return passes
