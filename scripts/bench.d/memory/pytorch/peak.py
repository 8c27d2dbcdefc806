"""One step of a network in a process of its own, and the most physical memory that it held.

Started as ``peak.py NETWORK BATCH train|evaluate LAYOUT``; prints one JSON line.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common" / "pytorch"))

import zoo  # noqa: E402
from networks import LAYOUTS  # noqa: E402

FIRST_BATCH = 2


def peak_bytes() -> int:
    """Returns the highest resident memory of this process until now (VmHWM)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024

    raise OSError("/proc/self/status has no VmHWM")


def batch(case: zoo.Usual, size: int, memory_format: torch.memory_format) -> tuple[Tensor, Tensor]:
    images = torch.empty((size, *case.image_shape)).contiguous(memory_format=memory_format)
    return images.uniform_(-1, 1), torch.arange(size) % case.classes


def loss_of(output: Tensor | tuple[Tensor, Tensor, Tensor], labels: Tensor) -> Tensor:
    """Of GoogLeNet's auxiliary classifiers, too, as its paper weighs them."""
    if isinstance(output, Tensor):
        return functional.cross_entropy(output, labels)

    main, *auxiliary = (functional.cross_entropy(logits, labels) for logits in output)
    return main + 0.3 * sum(auxiliary)


def train(network: nn.Module, case: zoo.Usual, size: int, layout: torch.memory_format) -> None:
    """Makes a step on a few images first, from which on the momentum is there."""
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)

    for count in (FIRST_BATCH, size):
        images, labels = batch(case, count, layout)
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(network(images), labels)
        loss.backward()
        optimizer.step()
        loss.item()


def evaluate(network: nn.Module, case: zoo.Usual, size: int, layout: torch.memory_format) -> None:
    network.eval()
    images, labels = batch(case, size, layout)

    with torch.no_grad():
        functional.cross_entropy(network(images), labels).item()


def main() -> None:
    name, size, step, layout = sys.argv[1:]
    torch.set_num_threads(1)
    torch.manual_seed(1)
    # What the first convolution loads belongs to no network.
    functional.conv2d(torch.zeros(1, 1, 8, 8), torch.zeros(1, 1, 3, 3))
    baseline = peak_bytes()
    case = zoo.usual(name)
    network = case.build().to(memory_format=LAYOUTS[layout])
    {"train": train, "evaluate": evaluate}[step](network, case, int(size), LAYOUTS[layout])
    answer = {
        "version": f"PyTorch {torch.__version__}",
        "parameters": sum(parameter.numel() for parameter in network.parameters()),
        "baseline": baseline,
        "peak": peak_bytes(),
    }
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
