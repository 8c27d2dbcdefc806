"""What is trained: the cases of the benchmark as tasks for the contestants."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

BATCH = 2


@dataclass(frozen=True)
class Network:
    """A network of the model zoo that takes square images."""

    model: str
    side: int
    channels: int


ROUND_CASES = {
    "round-0.06M": Network("lenet5", 28, 1),
    "round-0.27M": Network("resnet20", 32, 3),
    "round-11M": Network("resnet18", 32, 3),
    "round-25M": Network("resnet50", 32, 3),
}
EPOCH = "epoch-lenet5"
SCALING = "scaling-resnet20"
SHUFFLE = "epoch-shuffle"
# Only where it is asked for: it is no matter of time.
HEAPS = "heaps"
CASES = (*ROUND_CASES, EPOCH, SCALING, SHUFFLE)

# Images a step and worker in the cases that are measured as a whole.
TRAINING_BATCH = 64


@dataclass(frozen=True)
class Task:
    """A training; the fields are those of the Java record of this name."""

    model: str
    images: int
    side: int
    channels: int
    epochs: int
    workers: int
    batchSize: int
    every: int
    data: str = ""
    settings: tuple[str, ...] = field(default=())

    def request(self) -> dict[str, object]:
        return asdict(self)


def rounds(case: str, workers: int, count: int, settings: tuple[str, ...] = ()) -> Task:
    """Returns a training of ``count`` rounds of one small step: next to nothing is computed."""
    network = ROUND_CASES[case]
    return Task(
        network.model,
        count * workers * BATCH,
        network.side,
        network.channels,
        epochs=1,
        workers=workers,
        batchSize=BATCH,
        every=1,
        settings=settings,
    )


def epoch(images: int, epochs: int, data: str) -> Task:
    return Task("lenet5", images, 28, 1, epochs, 2, TRAINING_BATCH, 10, data)


def scaling(workers: int, rounds_of_ten: int) -> Task:
    images = workers * TRAINING_BATCH * 10 * rounds_of_ten
    return Task("resnet20", images, 32, 3, 1, workers, TRAINING_BATCH, 10)
