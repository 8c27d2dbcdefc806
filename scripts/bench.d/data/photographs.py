"""Makes the files that scripts/bench data works on: images that compress as photographs do.

Usage: python3 photographs.py FOLDER. Needs Pillow and NumPy. Files that exist are kept.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy
from PIL import Image

PHOTOGRAPHS = 64
PHOTOGRAPH_SIZE = (500, 375)
SHARD_SIZE = (341, 256)
TINY_IMAGES = 2000
TINY_SIZE = (32, 32)
QUALITY = 90


def photograph(size: tuple[int, int], seed: int) -> Image.Image:
    """Returns noise whose detail falls with its frequency as that of photographs does."""
    random = numpy.random.default_rng(seed)
    width, height = size
    pixels = numpy.zeros((height, width, 3))
    cells = 2

    while cells < 2 * width:
        grid = random.normal(size=(max(cells * height // width, 1), cells, 3))
        # Most of a photograph's detail is in its brightness.
        grid = 0.8 * grid.mean(axis=2, keepdims=True) + 0.2 * grid
        planes = [
            numpy.asarray(
                Image.fromarray(grid[:, :, channel].astype(numpy.float32)).resize(
                    size, Image.Resampling.BICUBIC
                )
            )
            for channel in range(3)
        ]
        pixels += numpy.stack(planes, axis=2) / cells**0.45
        cells *= 2

    scaled = (pixels - pixels.mean()) / pixels.std() * 55 + 118
    return Image.fromarray(scaled.clip(0, 255).astype(numpy.uint8))


def make(folder: Path) -> None:
    for number in range(PHOTOGRAPHS):
        jpeg = folder / "jpeg" / f"{number:05}.jpg"
        shard = folder / "shards" / f"{number:05}.ppm"

        if not (jpeg.exists() and shard.exists()):
            jpeg.parent.mkdir(parents=True, exist_ok=True)
            shard.parent.mkdir(parents=True, exist_ok=True)
            photograph(PHOTOGRAPH_SIZE, number).save(jpeg, quality=QUALITY)
            photograph(SHARD_SIZE, number).save(shard)

    tiny = folder / "tiny"
    tiny.mkdir(parents=True, exist_ok=True)

    for number in range(TINY_IMAGES):
        path = tiny / f"{number:05}.ppm"

        jpeg = folder / "jpeg-tiny" / f"{number:05}.jpg"

        if not (path.exists() and jpeg.exists()):
            jpeg.parent.mkdir(parents=True, exist_ok=True)
            photograph(TINY_SIZE, number).save(path)
            photograph(TINY_SIZE, number).save(jpeg, quality=QUALITY)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
