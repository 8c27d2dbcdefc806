"""Lets the contestants do rounds in turns, so that the noise of a machine hits all of them alike."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import trainings
from common.contestant import ContestantError
from common.roster import MissingError, python_with_torch
from processes import Process, convoy, stock, torch_workers
from report import Rounds

# Of a training's rounds, these at the beginning build replicas and compile.
SETTLING = 0.3
GLOO_COUNT = 10


def beyond_computing(answer: dict[str, Any], workers: int, slots: int) -> list[float]:
    """Returns the milliseconds of each settled round in which no slot computed."""
    parallel = min(workers, slots)
    settled = answer["rounds"][int(len(answer["rounds"]) * SETTLING) :]
    return [1e3 * (one["seconds"] - one["computing"] / parallel) for one in settled]


def driver_bytes(answer: dict[str, Any]) -> list[float]:
    settled = answer["rounds"][int(len(answer["rounds"]) * SETTLING) :]
    return [float(one["driverBytes"]) for one in settled]


def rounds(
    cases: Sequence[str],
    workers: Sequence[int],
    places: dict[str, Process],
    count: int,
    repeats: int,
    settings: tuple[str, ...] = (),
) -> list[Rounds]:
    """Measures every case with every number of workers in every place, again and again."""
    slots = 2
    found: dict[tuple[str, str, int], Rounds] = {}

    for _ in range(repeats):
        for case in cases:
            for number in workers:
                for place, process in places.items():
                    task = trainings.rounds(case, number, count, settings)
                    answer = process.train(task)
                    key = case, place, number
                    before = found.get(key)
                    found[key] = Rounds(
                        *key,
                        answer["parameters"],
                        answer["stateBytes"],
                        [*(before.beyond if before else []), *beyond_computing(answer, number, slots)],
                        [*(before.driver_bytes if before else []), *driver_bytes(answer)],
                    )
                    print(f"  {case}, {number} workers, {place}", file=sys.stderr)

    return list(found.values())


def gloo(
    measured: Sequence[Rounds], workers: Sequence[int], repeats: int, python: str | None
) -> dict[tuple[str, int], float]:
    """Returns milliseconds of an all-reduce of each case's state among as many processes."""
    try:
        interpreter = python_with_torch(python)
    except MissingError as missing:
        print(f"gloo is missing: {missing}", file=sys.stderr)
        return {}

    floats = {one.case: one.state_bytes // 4 for one in measured}
    milliseconds = {}

    for number in workers:
        with ExitStack() as stack:
            processes = torch_workers(interpreter, "gloo.py", number, stack)

            for case, size in floats.items():
                seconds: list[float] = []

                for _ in range(repeats):
                    for process in processes:
                        process.send({"floats": size, "count": GLOO_COUNT})

                    # A round takes as long as its slowest member.
                    answers = [process.answer()["seconds"] for process in processes]
                    seconds += [max(each) for each in zip(*answers, strict=True)]

                milliseconds[case, number] = round(1e3 * statistics.median(seconds), 2)

    return milliseconds


def stock_rounds(
    cases: Sequence[str], workers: Sequence[int], count: int, heap: str
) -> dict[tuple[str, int], float]:
    """Returns milliseconds beyond computing of a round of dl4j-spark."""
    found = {}

    try:
        with stock("local[2]", heap) as process:
            for case in cases:
                for number in workers:
                    if case == "round-25M":
                        continue  # The stock networks have no ResNet-50.

                    answer = process.train(trainings.rounds(case, number, count))
                    found[case, number] = round(beyond_computing(answer, number, 2)[0], 2)
    except (ContestantError, MissingError) as error:
        print(f"dl4j-spark is missing: {error}", file=sys.stderr)

    return found


def epochs(
    images: int, count: int, data: str, repeats: int, heap: str
) -> tuple[list[float], list[float]]:
    """Returns images a second of whole trainings, Convoy's and dl4j-spark's, in turns."""
    task = trainings.epoch(images, count, data)
    ours, theirs = [], []

    with convoy("local[2]", heap) as first, stock("local[2]", heap) as second:
        first.train(task)

        for _ in range(repeats):
            ours.append(images * count / first.train(task)["seconds"])
            theirs.append(images * count / second.train(task)["seconds"])

    return ours, theirs


def scaling(
    count: int, cores: Sequence[int], repeats: int, heap: str
) -> tuple[list[float], list[float]]:
    """Returns images a second of two workers in one run, and of two runs at the same time."""
    together, apart = [], []

    with ExitStack() as stack:
        pair = stack.enter_context(
            convoy("local[2]", heap, name="pair", pin=",".join(map(str, cores)))
        )
        singles = [
            stack.enter_context(convoy("local[1]", heap, name=f"single-{core}", pin=str(core)))
            for core in cores
        ]

        for turn in range(repeats + 1):
            whole = training_rate(pair.train(trainings.scaling(2, count)), 2)

            for single in singles:
                single.send(trainings.scaling(1, count).request())

            sum_of_two = sum(training_rate(single.answer(), 1) for single in singles)

            if turn > 0:  # The first one warms up.
                together.append(whole)
                apart.append(sum_of_two)

    return together, apart


def training_rate(answer: dict[str, Any], workers: int) -> float:
    """Returns images a second over the settled rounds."""
    settled = answer["rounds"][max(1, int(len(answer["rounds"]) * SETTLING)) :]
    # A round of these trainings is ten steps of each worker.
    images = len(settled) * 10 * trainings.TRAINING_BATCH * workers
    return images / sum(one["seconds"] for one in settled)


def ddp(steps: int, repeats: int, python: str | None) -> list[float]:
    """Returns images a second of two processes of DistributedDataParallel."""
    try:
        interpreter = python_with_torch(python)
    except MissingError as missing:
        print(f"ddp is missing: {missing}", file=sys.stderr)
        return []

    rates = []

    with ExitStack() as stack:
        processes = torch_workers(interpreter, "ddp.py", 2, stack)

        for turn in range(repeats + 1):
            for process in processes:
                process.send({"steps": steps, "batch": trainings.TRAINING_BATCH})

            answers = [process.answer() for process in processes]

            if turn > 0:
                rates.append(sum(one["images"] / one["seconds"] for one in answers))

    return rates
