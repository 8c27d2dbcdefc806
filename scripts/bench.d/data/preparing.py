"""Measures ``convoy prepare`` on many small JPEGs in one archive."""

from __future__ import annotations

import io
import json
import random
import shutil
import subprocess
import tarfile
from pathlib import Path

from common.comparison import Comparison
from common.contestant import ContestantError
from common.roster import LOGS, ROOT

IMAGES = 60_000
CLASSES = 10
# Of which one archive is made; each gets bytes of its own in a comment.
TEMPLATES = LOGS / "images" / "jpeg-tiny"
ARCHIVE = LOGS / "images" / "tiny.tar"


def measure() -> Comparison:
    """Runs the command as a user does; its own clock leaves out the start of the JVM."""
    make_archive()
    target = LOGS / "prepared"
    shutil.rmtree(target, ignore_errors=True)
    convoy = ROOT / "scripts" / "convoy"
    command = [convoy, "prepare", ARCHIVE, target, "--split", "train", "--json"]
    finished = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)

    if finished.returncode != 0:
        raise ContestantError(f"convoy prepare ended with exit code {finished.returncode}")

    result = json.loads(finished.stdout.splitlines()[-1])
    rate = round(float(result["imagesPerSecond"]), 1)
    return Comparison("data", "prepare", IMAGES, "images_per_second", rate, "torchvision", None)


def make_archive() -> None:
    if ARCHIVE.exists():
        return

    templates = [file.read_bytes() for file in sorted(TEMPLATES.iterdir())]
    order = random.Random(1)
    temporary = ARCHIVE.with_suffix(".part")

    with tarfile.open(temporary, "w") as archive:
        for number in range(IMAGES):
            content = with_comment(order.choice(templates), number)
            entry = tarfile.TarInfo(f"train/class{number % CLASSES}/{number:05}.jpg")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))

    temporary.rename(ARCHIVE)


def with_comment(jpeg: bytes, number: int) -> bytes:
    """Returns a JPEG with a comment segment after its start marker."""
    comment = f"{number:08}".encode()
    return jpeg[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + jpeg[2:]
