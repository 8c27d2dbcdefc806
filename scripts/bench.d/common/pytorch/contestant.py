"""PyTorch as a contestant of the kernel benchmark: trains one network on random images.

Speaks the line protocol of the benchmark (docs/benchmarks.md): one JSON line when ready, then one
JSON line for each line ``run SECONDS`` on standard input; ends with the input.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import torch
from networks import CASES, CLASSES, LAYOUTS
from torch import nn

# Distinct counts, so that images and labels pair up anew and nothing can be learnt by heart.
IMAGE_BATCHES = 5
LABEL_BATCHES = 7


class Trainer:
    """One network with its optimizer and the batches that it is trained on."""

    def __init__(self, case_name: str, batch_size: int, layout: str) -> None:
        case = CASES[case_name]
        shape = (batch_size, *case.image_shape)
        memory_format = LAYOUTS[layout]
        self.batch_size = batch_size
        self.network = case.build().to(memory_format=memory_format)
        self.loss = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.SGD(
            self.network.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4
        )
        self.image_batches = [torch.randn(shape) for _ in range(IMAGE_BATCHES)]
        self.label_batches = [torch.randint(CLASSES, (batch_size,)) for _ in range(LABEL_BATCHES)]
        self.images = torch.empty(shape).contiguous(memory_format=memory_format)
        self.steps = 0

    def step(self) -> float:
        """Copies a batch into the network's input, trains on it and returns the loss."""
        self.images.copy_(self.image_batches[self.steps % IMAGE_BATCHES])
        labels = self.label_batches[self.steps % LABEL_BATCHES]
        self.steps += 1
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss(self.network(self.images), labels)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def run(self, seconds: float) -> dict[str, float]:
        """Trains for at least ``seconds`` and at least one step."""
        start = time.perf_counter()
        end = start + seconds
        images = 0

        while True:
            loss = self.step()
            images += self.batch_size

            if (now := time.perf_counter()) >= end:
                return {"images": images, "images_per_second": images / (now - start), "loss": loss}


def blas_library() -> str:
    """Returns the file behind the BLAS that this process has loaded, or ``unknown``."""
    for line in Path("/proc/self/maps").read_text().splitlines():
        path = line.split()[-1]

        if "blas" in Path(path).name:
            return str(Path(path).resolve())

    return "unknown"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", choices=CASES)
    parser.add_argument("batch", type=int)
    parser.add_argument("layout", choices=LAYOUTS)
    arguments = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(1)
    trainer = Trainer(arguments.case, arguments.batch, arguments.layout)
    ready = {
        "version": f"PyTorch {torch.__version__}",
        "parameters": sum(parameter.numel() for parameter in trainer.network.parameters()),
        "blas": blas_library(),
    }
    print(json.dumps(ready), flush=True)

    for line in sys.stdin:
        command, seconds = line.split()

        if command != "run":
            sys.exit(f"Unknown command '{command}': the only one is 'run SECONDS'.")

        print(json.dumps(trainer.run(float(seconds))), flush=True)


if __name__ == "__main__":
    main()
