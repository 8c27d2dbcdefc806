"""Measures how long epochs of samples take to be dealt, by the ways of ``data.shuffle``."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from common.comparison import Comparison
from processes import DEALER, Process, convoy
from trainings import SHUFFLE, TRAINING_BATCH

KINDS = ("indexed", "chunks", "full")
PEER = "full"
MASTER = "local-cluster[2,1,{memory}]"


@dataclass(frozen=True)
class Deal:
    """Epochs to deal; the fields are those of the Java record of this name."""

    data: str
    images: int
    side: int
    chunkSize: int
    epochs: int
    shuffle: str = "full"
    workers: int = 2
    batchSize: int = TRAINING_BATCH
    every: int = 10


@dataclass(frozen=True)
class Turns:
    """How often each kind is dealt: at first to warm up, then to be measured."""

    warm_up: int
    repeats: int


@dataclass(frozen=True)
class Epochs:
    """The same epoch, the first one or a later one, in several runs."""

    epochs: Sequence[dict[str, Any]]

    def median(self, figure: Callable[[dict[str, Any]], float]) -> float:
        return round(statistics.median(map(figure, self.epochs)), 3)


def start_delay(epoch: dict[str, Any]) -> float:
    """Returns the seconds that the first round takes beyond those of another round."""
    rounds = epoch["rounds"]
    return max(0.0, rounds[0] - statistics.median(rounds[1:] or [0.0]))


def seconds(epoch: dict[str, Any]) -> float:
    return float(sum(epoch["rounds"]))


def images_per_second(epoch: dict[str, Any], images: int) -> float:
    return images / seconds(epoch)


def megabytes_written(epoch: dict[str, Any]) -> float:
    return float(epoch["shuffledBytes"] + epoch["keptBytes"]) / 1e6


METRICS = {
    "seconds_before_first_round": start_delay,
    "seconds_of_epoch": seconds,
    "megabytes_written": megabytes_written,
}


def compare(
    deal: Deal, kinds: Sequence[str], turns: Turns, memory: int, settings: Sequence[str]
) -> list[tuple[Comparison, dict[str, object]]]:
    """Deals in several ways in turns, on two executors; each is compared with the full shuffle."""
    master = MASTER.format(memory=memory)
    with convoy(
        master, f"{memory}m", settings, name="dealer", main_class=DEALER
    ) as process:
        answers = measure(process, deal, kinds, turns)

    any_answer = answers[kinds[0]][0]
    images = any_answer["images"]
    image_megabytes = any_answer["epochs"][0]["imageBytes"] / 1e6
    metrics = {**METRICS, "images_per_second": lambda one: images_per_second(one, images)}
    results = []

    for name, chosen in (("first", slice(0, 1)), ("later", slice(1, None))):
        found = {
            kind: Epochs([epoch for answer in answers[kind] for epoch in answer["epochs"][chosen]])
            for kind in kinds
        }

        if not found[kinds[0]].epochs:
            continue

        for kind in [kind for kind in kinds if kind != PEER] or [PEER]:
            for metric, figure in metrics.items():
                comparison = Comparison(
                    "sync",
                    SHUFFLE,
                    TRAINING_BATCH,
                    f"{kind}_{name}_epoch_{metric}",
                    found[kind].median(figure),
                    PEER,
                    found[PEER].median(figure) if PEER in found else None,
                )
                results.append(
                    (comparison, {"images": images, "imageMegabytes": round(image_megabytes, 1)})
                )

    return results


def measure(
    process: Process, deal: Deal, kinds: Sequence[str], turns: Turns
) -> dict[str, list[dict[str, Any]]]:
    """Returns the answers to each kind, but for those that warm up."""
    answers: dict[str, list[dict[str, Any]]] = {kind: [] for kind in kinds}

    for turn in range(turns.warm_up + turns.repeats):
        for kind in kinds:
            answer = process.ask(asdict(replace(deal, shuffle=kind)))

            if turn >= turns.warm_up:
                answers[kind].append(answer)
                print(f"  {SHUFFLE}, {kind}", file=sys.stderr)

    return answers
