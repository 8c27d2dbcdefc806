"""Writes class folders of many JPEGs of one size, or a .tar of them, for ``epoch-shuffle``.

    python3 scripts/bench.d/sync/images.py DESTINATION --images 100000 --bytes 100000

The images are one pixel each, filled up with comments to the size that is asked for: they are read
and dealt, not decoded. DESTINATION is a folder, or ends in .tar.
"""

from __future__ import annotations

import argparse
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

# A gray JPEG of one pixel, up to and from where a comment may stand.
START = bytes.fromhex("ffd8")
REST = bytes.fromhex(
    "ffdb004300" + "01" * 64 + "ffc0000b080001000101011100"
    "ffc40014000100000000000000000000000000000003"
    "ffc40014100100000000000000000000000000000000"
    "ffda0008010100003f0037ffd9"
)
LONGEST_COMMENT = 65533


def jpeg(number: int, size: int) -> bytes:
    """Returns an image of at least so many bytes; no two numbers give the same."""
    parts = [START]
    left = size - len(START) - len(REST)
    text = f"{number:012d}".encode()

    while left > 4:
        length = min(left - 4, LONGEST_COMMENT)
        content = (text * (length // len(text) + 1))[:length]
        parts.append(b"\xff\xfe" + (length + 2).to_bytes(2, "big") + content)
        left -= length + 4

    return b"".join([*parts, REST])


def files(images: int, classes: int, size: int) -> Iterator[tuple[str, bytes]]:
    """Yields names and contents, sorted by class; a few are test images."""
    for number in range(images):
        name = f"train/class{number * classes // images:04d}/{number:08d}.jpg"
        yield name, jpeg(number, size)

    for label in range(classes):
        yield f"test/class{label:04d}/{images + label:08d}.jpg", jpeg(images + label, size)


def write_folder(folder: Path, content: Iterator[tuple[str, bytes]]) -> None:
    for name, image in content:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(image)


def write_tar(archive: Path, content: Iterator[tuple[str, bytes]]) -> None:
    with tarfile.open(archive, "w") as tar:
        for name, image in content:
            entry = tarfile.TarInfo(name)
            entry.size = len(image)
            tar.addfile(entry, io.BytesIO(image))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("destination", type=Path)
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--classes", type=int, default=1000)
    parser.add_argument("--bytes", type=int, default=100_000, help="of each image")
    options = parser.parse_args()
    content = files(options.images, options.classes, options.bytes)

    if options.destination.suffix == ".tar":
        write_tar(options.destination, content)
    else:
        write_folder(options.destination, content)


if __name__ == "__main__":
    main()
