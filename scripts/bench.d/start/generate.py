"""Makes a data set of very many small images: few pictures under many names.

Usage: python3 generate.py ARCHIVE.tar IMAGES CLASSES SIDE. Needs Pillow and NumPy.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import numpy
from PIL import Image

PICTURES = 64
QUALITY = 80
BLOCK = 512
MODIFIED = 1_700_000_000


def pictures(side: int) -> list[bytes]:
    """Returns JPEG files of blurred noise, which are about as long as those of photographs."""
    random = numpy.random.default_rng(0)
    files = []

    for _ in range(PICTURES):
        small = random.integers(0, 256, (max(2, side // 6), max(2, side // 6), 3), dtype=numpy.uint8)
        image = Image.fromarray(small).resize((side, side), Image.Resampling.BICUBIC)
        file = io.BytesIO()
        image.save(file, "JPEG", quality=QUALITY)
        files.append(file.getvalue())

    return files


def names(images: int, classes: int) -> list[tuple[str, int]]:
    """Returns the path of each image and which picture it is, in order of path."""
    each = -(-images // classes)
    return [
        (f"train/n{number // each:08}/n{number // each:08}_{number % each:05}.JPEG", number % PICTURES)
        for number in range(images)
    ]


def header(name: str, length: int) -> bytes:
    block = bytearray(BLOCK)
    encoded = name.encode()
    block[: len(encoded)] = encoded
    block[100:108] = b"0000644\0"
    block[108:124] = b"0000000\0" * 2
    block[124:148] = b"%011o\0%011o\0" % (length, MODIFIED)
    block[148:156] = b" " * 8
    block[156:157] = b"0"
    block[257:265] = b"ustar\x0000"
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def write_tar(path: Path, images: int, classes: int, side: int) -> None:
    files = [file + bytes(-len(file) % BLOCK) for file in pictures(side)]
    lengths = [len(file) for file in pictures(side)]
    part = path.with_suffix(".part")

    with part.open("wb", buffering=1 << 22) as tar:
        for name, picture in names(images, classes):
            tar.write(header(name, lengths[picture]))
            tar.write(files[picture])

        tar.write(bytes(2 * BLOCK))

    part.rename(path)


def write_pictures(folder: Path, side: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)

    for number, file in enumerate(pictures(side)):
        (folder / f"{number:02}.jpg").write_bytes(file)


if __name__ == "__main__":
    images, classes, side = (int(argument) for argument in sys.argv[2:])
    write_tar(Path(sys.argv[1]), images, classes, side)
