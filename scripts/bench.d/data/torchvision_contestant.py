"""torchvision with Pillow as a contestant of the data benchmark: loads images into batches.

Speaks the line protocol of the benchmarks (docs/benchmarks.md). Usage: FOLDER CASE BATCH VARIANT.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy
import torch
import torchvision
from PIL import Image
from torchvision import transforms

MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)
END = (transforms.RandomHorizontalFlip(), transforms.ToTensor(), transforms.Normalize(MEAN, STD))
PIPELINES = {
    "jpeg-rrc224": (transforms.RandomResizedCrop(224), *END),
    "jpeg-resize256-crop224": (transforms.Resize(256), transforms.RandomCrop(224), *END),
    "shards-rrc224": (transforms.RandomResizedCrop(224), *END),
    "cifar-crop-flip": (transforms.RandomCrop(32, padding=4), *END),
}
FOLDERS = {"jpeg": "jpeg", "shards": "shards", "cifar": "tiny"}
VARIANTS = ("per-image", "numpy-batch")

Batch = Callable[[int, int], torch.Tensor]


def folder(case: str) -> str:
    return FOLDERS[case.split("-")[0]]


def per_image(files: list[Path], case: str) -> Batch:
    """Transforms image after image, as a DataLoader's worker does, and stacks them."""
    transform = transforms.Compose(PIPELINES[case])

    if case.startswith("jpeg"):
        encoded = [file.read_bytes() for file in files]

        def image(index: int) -> Image.Image:
            return Image.open(io.BytesIO(encoded[index])).convert("RGB")

    else:
        decoded = [Image.open(file).convert("RGB") for file in files]

        def image(index: int) -> Image.Image:
            return decoded[index]

    def batch(first: int, size: int) -> torch.Tensor:
        return torch.stack([transform(image((first + i) % len(files))) for i in range(size)])

    return batch


def numpy_batch(files: list[Path]) -> Batch:
    """Crops and flips with NumPy and normalizes the whole batch at once."""
    images = numpy.stack([numpy.asarray(Image.open(file).convert("RGB")) for file in files])
    padded = numpy.pad(images, ((0, 0), (4, 4), (4, 4), (0, 0)))
    mean = torch.tensor(MEAN).view(3, 1, 1)
    std = torch.tensor(STD).view(3, 1, 1)
    random = numpy.random.default_rng(1)

    def batch(first: int, size: int) -> torch.Tensor:
        cropped = numpy.empty((size, 32, 32, 3), numpy.uint8)
        offsets = random.integers(0, 9, (size, 2))
        flips = random.random(size) < 0.5

        for i, ((top, left), flip) in enumerate(zip(offsets, flips, strict=True)):
            crop = padded[(first + i) % len(files), top : top + 32, left : left + 32]
            cropped[i] = crop[:, ::-1] if flip else crop

        floats = torch.from_numpy(cropped).permute(0, 3, 1, 2).float().div(255)
        return floats.sub_(mean).div_(std).contiguous()

    return batch


def run(batch: Batch, size: int, done: int, seconds: float) -> dict[str, float]:
    start = time.perf_counter()
    images = 0

    while True:
        tensor = batch(done + images, size)
        images += size

        if (now := time.perf_counter()) >= start + seconds:
            rate = images / (now - start)
            return {"images": images, "images_per_second": rate, "loss": tensor[0].mean().item()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("case", choices=PIPELINES)
    parser.add_argument("batch", type=int)
    parser.add_argument("variant", choices=VARIANTS)
    arguments = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(1)
    files = sorted((arguments.folder / folder(arguments.case)).iterdir())
    batch = (
        per_image(files, arguments.case)
        if arguments.variant == "per-image"
        else numpy_batch(files)
    )
    ready = {
        "version": f"torchvision {torchvision.__version__}, Pillow {Image.__version__}",
        "parameters": batch(0, 1).numel(),
    }
    print(json.dumps(ready), flush=True)
    done = 0

    for line in sys.stdin:
        command, seconds = line.split()

        if command != "run":
            sys.exit(f"Unknown command '{command}': the only one is 'run SECONDS'.")

        answer = run(batch, arguments.batch, done, float(seconds))
        done += int(answer["images"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
