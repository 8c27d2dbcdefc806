"""The most physical memory of a whole training, beside what `convoy check` says that it takes."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from common.contestant import ContestantError
from common.roster import LOGS, ROOT, python_with_torch

FOLDER = LOGS / "memory" / "training"
IMAGES, CLASSES, SIDE = 114, 19, 348

# One worker that trains some rounds, is validated, and leaves a checkpoint and the final model.
CONFIG = """
seed = 42
epochs = 1
workers = 1
data {{
  path = "{archive}"
  validationFraction = 0.25
  transforms {{
    train = [{{randomResizedCrop {{size = 224, scale = [0.35, 1]}}}}, randomHorizontalFlip]
    validation = [{{resize {{size = 256}}}}, {{centerCrop {{size = 224}}}}]
  }}
  normalize {{ mean = [0.485, 0.456, 0.406], std = [0.229, 0.224, 0.225] }}
}}
model {{ name = resnet18 }}
optimizer {{ name = sgd, learningRate = 0.01, momentum = 0.9, weightDecay = 5e-4 }}
sync {{ strategy = average, every = 2 }}
"""
MASTER = ("--master", "local[1]")
PREDICTION = re.compile(r"this process takes about ([\d,]+) MiB")


@dataclass(frozen=True)
class Training:
    """Of the one process, in MiB."""

    case: str
    batch: int
    predicted: int
    measured: float


def measure(case: str, batch: int, python: str | None) -> Training:
    config = prepared_config(python)
    settings = [f"model.name={case}", f"batchSize={batch}"]
    log = FOLDER / f"{case}-{batch}.log"
    said = convoy(["check", *MASTER, str(config), *settings], log)[0]
    predicted = PREDICTION.search(said)

    if predicted is None:
        raise ContestantError(f"convoy check does not say what the training takes ({log})")

    run = FOLDER / f"{case}-{batch}-run"
    subprocess.run(["rm", "-rf", str(run)], check=True)
    peak = convoy(["train", *MASTER, str(config), "--run", str(run), *settings], log)[1]
    return Training(case, batch, int(predicted[1].replace(",", "")), peak / 1024)


def prepared_config(python: str | None) -> Path:
    """Writes images, once, and the config that trains on them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    archive = FOLDER / "images.tar"

    if not archive.exists():
        temporary = archive.with_suffix(".part")
        generate = ROOT / "scripts" / "bench.d" / "start" / "generate.py"
        sizes = [str(number) for number in (IMAGES, CLASSES, SIDE)]
        command = [python_with_torch(python), str(generate), str(temporary), *sizes]
        subprocess.run(command, check=True)
        temporary.rename(archive)

    config = FOLDER / "training.conf"
    config.write_text(CONFIG.format(archive=archive))
    return config


def convoy(arguments: list[str], log: Path) -> tuple[str, int]:
    """Returns what a command printed and the most memory that its process held, in KiB."""
    environment = {name: value for name, value in os.environ.items() if name != "SPARK_HOME"}

    with log.open("w+") as output:
        # The script becomes the Java process: wait4 tells of both.
        process = subprocess.Popen(
            [str(ROOT / "scripts" / "convoy"), *arguments],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read()

    if process.returncode != 0:
        raise ContestantError(f"convoy {arguments[0]} failed: see {log}")

    return said, usage.ru_maxrss
