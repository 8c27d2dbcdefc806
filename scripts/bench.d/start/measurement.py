"""Runs trainings to their first step on a cluster of this machine, and reads what Spark noted."""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from common.roster import ROOT

HERE = Path(__file__).parent
PATIENCE_SECONDS = 900.0
# As convoy names the RDD that a round of training is.
ROUND = "RoundRdd"
STOPPED = 75
CONFIG = """
seed = 42
epochs = 1
workers = 2
batchSize = 64
data {
  path = "%s"
  validationFraction = 0.001
  transforms { train = [{resize {size = [32, 32]}}], validation = [{resize {size = [32, 32]}}] }
  normalize { mean = [0.5, 0.5, 0.5], std = [0.25, 0.25, 0.25] }
}
model { name = resnet20 }
validation.batchSize = 64
sync { strategy = average, every = 1 }
"""


class Failure(Exception):
    """Something did not run."""


@dataclass(frozen=True)
class Start:
    """What one start took; seconds."""

    resumed: bool
    images: int
    opening: float
    spark: float
    after_spark: float
    heap_peak_mib: float
    heap_live_mib: float

    @property
    def total(self) -> float:
        """Returns the time to the end of the first step without that of Spark's own start."""
        return self.opening + self.after_spark


class Cluster:
    """scripts/local-cluster in a folder of its own, with a name node for many files."""

    def __init__(self, state: Path) -> None:
        self.state = state.resolve()
        self.environment: dict[str, str] = {}
        self.master = ""
        self.hdfs = ""

    def __enter__(self) -> Cluster:
        run(self.script("start"), self.outer())
        status = json.loads(output(self.script("status", "--json"), self.outer()))
        self.master, self.hdfs = status["master"], status["hdfs"]
        exported = output(self.script("env"), self.outer())
        words = shlex.split(exported)[1:]
        self.environment = self.outer() | dict(word.split("=", 1) for word in words)
        return self

    def outer(self) -> dict[str, str]:
        return {**os.environ, "LOCAL_CLUSTER_DIR": str(self.state)}

    def script(self, *arguments: str) -> list[str]:
        return [str(ROOT / "scripts" / "local-cluster"), *arguments]

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        run(self.script("stop"), self.outer())


class Generated:
    """The data sets; those that exist are kept."""

    def __init__(self, folder: Path, images: int, classes: int, side: int) -> None:
        self.name = f"{images}-{classes}-{side}"
        self.folder = folder.resolve()
        self.numbers = [str(images), str(classes), str(side)]
        self.folder.mkdir(parents=True, exist_ok=True)

    def path(self, case: str, cluster: Cluster) -> str:
        if case == "hdfs-folders":
            return self.folders(cluster)

        return local(self.tar() if case == "tar" else self.shards(cluster))

    def tar(self) -> Path:
        tar = self.folder / f"{self.name}.tar"

        if not tar.exists():
            run([sys.executable, str(HERE / "generate.py"), str(tar), *self.numbers])

        return tar

    def shards(self, cluster: Cluster) -> Path:
        shards = self.folder / f"{self.name}-shards"

        if not (shards / "manifest.json").exists():
            command = [str(ROOT / "scripts" / "convoy"), "prepare", local(self.tar()), local(shards)]
            options = ["--split", "train", "--shuffle", "--shard-size", "16m"]
            run([*command, *options, "--master", cluster.master], cluster.environment)

        return shards

    def folders(self, cluster: Cluster) -> str:
        folder = f"{cluster.hdfs}/start/{self.name}"
        done = self.folder / f"{self.name}-hdfs"

        if not done.exists():
            pictures = self.folder / "pictures"
            sys.path.insert(0, str(HERE))
            import generate

            generate.write_pictures(pictures, int(self.numbers[2]))
            home = cluster.environment["SPARK_HOME"]
            classpath = f"{home}/jars/*:{cluster.environment['HADOOP_CONF_DIR']}"
            java = [java_command(), "-cp", classpath, str(HERE / "HdfsFolders.java")]
            run([*java, folder, str(pictures), *self.numbers[:2], "snapshots"])
            done.touch()

        return f"{folder}/.snapshot"


def local(path: Path) -> str:
    """Returns a path for Hadoop, whose own file system is the cluster's."""
    return f"file:{path}"


def java_command() -> str:
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin/java" if home else "java"


def run(command: Sequence[str], environment: dict[str, str] | None = None) -> None:
    finished = subprocess.run(
        command, env=environment, stdout=sys.stderr, stderr=sys.stderr, check=False
    )

    if finished.returncode != 0:
        raise Failure(f"{' '.join(command[:2])} ended with {finished.returncode}")


def output(command: Sequence[str], environment: dict[str, str]) -> str:
    return subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, text=True, check=True
    ).stdout


def first_step(
    data: str,
    folder: Path,
    cluster: Cluster,
    options: argparse.Namespace,
    settings: tuple[str, ...],
    *,
    resumed: bool,
) -> Start:
    """Trains to the end of the first step, then stops the training, which leaves a checkpoint."""
    folder = folder.resolve()

    if not resumed and folder.exists():
        shutil.rmtree(folder)

    logs = folder.with_name(f"{folder.name}-{'resumed' if resumed else 'first'}")
    shutil.rmtree(logs, ignore_errors=True)
    (logs / "events").mkdir(parents=True)
    config = logs / "start.conf"
    config.write_text(CONFIG % data)
    command = [str(ROOT / "scripts" / "convoy"), "train", local(config), *settings]
    command += ["--run", local(folder), "--master", cluster.master]

    for key, value in (
        ("spark.eventLog.enabled", "true"),
        ("spark.eventLog.compress", "false"),
        ("spark.eventLog.rolling.enabled", "false"),
        ("spark.eventLog.dir", f"file:{logs}/events"),
        ("spark.executor.memory", "1g"),
    ):
        command += ["--conf", f"{key}={value}"]

    environment = cluster.environment | {
        "CONVOY_DRIVER_MEMORY": options.driver_memory,
        "CONVOY_JAVA_OPTS": f"-Xlog:gc:file={logs}/gc.log -XX:+UseSerialGC",
    }
    began = time.time()

    with (logs / "output").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        events = wait(process, logs)
        process.send_signal(signal.SIGTERM)
        code = process.wait(PATIENCE_SECONDS)

    if code not in (0, STOPPED, -signal.SIGTERM, 128 + signal.SIGTERM):
        raise Failure(f"the training ended with {code}, see {logs}/output")

    peak, live = heap((logs / "gc.log").read_text())
    return Start(
        resumed,
        options.images,
        events.started - began,
        events.up - events.started,
        events.first - events.up,
        peak,
        live,
    )


@dataclass(frozen=True)
class Events:
    """When Spark began to start, had its first executor, and had done the first step."""

    started: float
    up: float
    first: float


def wait(process: subprocess.Popen[bytes], logs: Path) -> Events:
    deadline = time.monotonic() + PATIENCE_SECONDS

    while time.monotonic() < deadline:
        for file in (logs / "events").iterdir():
            events = find(read(file))

            if events:
                return events

        if process.poll() is not None:
            raise Failure(f"the training ended with {process.returncode}, see {logs}/output")

        time.sleep(0.2)

    process.kill()
    raise Failure(f"no step within {PATIENCE_SECONDS:.0f} s, see {logs}/output")


def read(file: Path) -> Iterator[dict[str, Any]]:
    with file.open() as lines:
        for line in lines:
            # The last line may not be complete yet.
            if line.endswith("\n"):
                yield json.loads(line)


def find(events: Iterable[dict[str, Any]]) -> Events | None:
    started = up = 0.0
    rounds = set()

    for event in events:
        kind = event["Event"]

        if kind == "SparkListenerApplicationStart":
            started = event["Timestamp"] / 1000
        elif kind == "SparkListenerExecutorAdded" and not up:
            up = event["Timestamp"] / 1000
        elif kind == "SparkListenerJobStart":
            names = {rdd["Name"] for stage in event["Stage Infos"] for rdd in stage["RDD Info"]}

            if ROUND in names:
                rounds.add(event["Job ID"])
        elif kind == "SparkListenerJobEnd" and event["Job ID"] in rounds:
            return Events(started, up, event["Completion Time"] / 1000)

    return None


def heap(log: str) -> tuple[float, float]:
    """Returns the most that was used before a collection, and that was left after one; MiB."""
    collections = re.findall(r"(\d+)M->(\d+)M\(\d+M\)", log)
    before = [float(used) for used, _ in collections]
    after = [float(left) for _, left in collections]
    return max(before, default=0.0), max(after, default=0.0)
