"""Trains ResNet-20 on random images by PyTorch's DistributedDataParallel over gloo.

Speaks the line protocol of scripts/bench sync (docs/benchmarks.md): for each request
{"steps": S, "batch": B} it trains S steps and answers its images and seconds.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import torch
from torch import distributed, nn
from torch.nn.parallel import DistributedDataParallel

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common" / "pytorch"))
from networks import CASES, CLASSES  # noqa: E402


class Trainer:
    """A replica, in channels-last layout, with SGD."""

    def __init__(self) -> None:
        network = CASES["resnet20"].build().to(memory_format=torch.channels_last)
        self.network = DistributedDataParallel(network)
        self.loss = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.SGD(
            self.network.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4
        )

    def train(self, steps: int, batch: int) -> dict[str, float]:
        shape = (batch, *CASES["resnet20"].image_shape)
        images = torch.randn(shape).contiguous(memory_format=torch.channels_last)
        labels = torch.randint(CLASSES, (batch,))
        start = time.perf_counter()

        for _ in range(steps):
            self.optimizer.zero_grad(set_to_none=True)
            self.loss(self.network(images), labels).backward()
            self.optimizer.step()

        return {"images": steps * batch, "seconds": time.perf_counter() - start}


def main() -> None:
    port, workers, rank = map(int, sys.argv[1:])
    torch.set_num_threads(1)
    torch.manual_seed(rank)
    distributed.init_process_group(
        "gloo", init_method=f"tcp://127.0.0.1:{port}", world_size=workers, rank=rank
    )
    trainer = Trainer()
    print(json.dumps({"version": f"DDP of PyTorch {torch.__version__}"}), flush=True)

    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(trainer.train(request["steps"], request["batch"])), flush=True)


if __name__ == "__main__":
    main()
