"""The contestants' processes, and how they are started."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from common.contestant import SINGLE_THREAD, ContestantError
from common.roster import LOGS, ROOT, SCALA, SPARK, MissingError, built, module_class_path
from trainings import Task

ANSWER_LIMIT_SECONDS = 900.0

# What scripts/convoy starts Java with.
OPENED = (
    "java.lang java.lang.invoke java.nio java.util java.util.concurrent "
    "java.util.concurrent.atomic sun.nio.ch sun.security.action sun.util.calendar"
).split()
COMPILER = (
    "-XX:Tier4InvocationThreshold=50000",
    "-XX:Tier4MinInvocationThreshold=6000",
    "-XX:Tier4CompileThreshold=150000",
    "-XX:Tier4BackEdgeThreshold=400000",
)
MODULE = "sync"
PEER = "org.convoy.bench.sync.dl4j.StockContestant"
CONVOY = "org.convoy.bench.sync.ConvoyContestant"
DEALER = "org.convoy.bench.sync.DealContestant"


class Process:
    """A contestant that answers a line of JSON to each line of JSON."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: dict[str, str] | None = None,
        limit: float = ANSWER_LIMIT_SECONDS,
    ) -> None:
        self.name = name
        self.limit = limit
        self.log = LOGS / "sync" / f"{name}.log"
        self.log.parent.mkdir(parents=True, exist_ok=True)

        with self.log.open("w") as errors:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=os.environ | SINGLE_THREAD | (environment or {}),
            )

        self.version: str = self.answer()["version"]

    def ask(self, request: dict[str, object]) -> dict[str, Any]:
        self.send(request)
        return self.answer()

    def send(self, request: dict[str, object]) -> None:
        assert self.process.stdin is not None

        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise self.failure() from None

    def answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        timer = threading.Timer(self.limit, self.process.kill)
        timer.start()

        try:
            # Spark's own lines on standard output are none of ours.
            for line in self.process.stdout:
                if line.startswith("{"):
                    return dict(json.loads(line))
        finally:
            timer.cancel()

        raise self.failure()

    def train(self, task: Task) -> dict[str, Any]:
        return self.ask(task.request())

    def failure(self) -> ContestantError:
        return ContestantError(f"{self.name} ended early: see {self.log}")

    def close(self) -> None:
        """Lets the process end by the end of its input, so that its executors end with it."""
        assert self.process.stdin is not None

        try:
            self.process.stdin.close()
            self.process.wait(30)
        except (BrokenPipeError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def class_path() -> str:
    if not built(MODULE):
        raise MissingError(f"benchmarks/{MODULE} does not build: see {LOGS / 'build-sync.log'}")

    return module_class_path(MODULE)


def java(heap: str) -> list[str]:
    home = os.environ.get("JAVA_HOME")
    command = f"{home}/bin/java" if home else "java"

    if not shutil.which(command):
        raise MissingError(f"no Java at '{command}'; install JDK 17 or set JAVA_HOME")

    opens = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED]
    return [command, f"-Xmx{heap}", *opens]


def spark_home() -> Path:
    """Returns a folder that holds what Spark needs to start executors: its jars."""
    home = LOGS / "sync" / "spark-home"
    jars = home / "jars"
    shutil.rmtree(jars, ignore_errors=True)
    jars.mkdir(parents=True)

    for entry in class_path().split(":"):
        if entry.endswith(".jar"):
            (jars / Path(entry).name).symlink_to(entry)

    return home


def convoy(
    master: str,
    heap: str,
    settings: Sequence[str] = (),
    name: str = "convoy",
    pin: str = "",
    main_class: str = CONVOY,
    limit: float = ANSWER_LIMIT_SECONDS,
    java_options: Sequence[str] = (),
) -> Process:
    """Starts Convoy as scripts/convoy does, on a Spark in its process or with executors."""
    classes = class_path()
    given = [f"spark.executor.extraClassPath={classes}", f"spark.executor.memory={heap}", *settings]
    command = [
        *(["taskset", "-c", pin] if pin else []),
        *java(heap),
        *java_options,
        *COMPILER,
        f"-Dlog4j2.configurationFile=file:{ROOT}/conf/log4j2.properties",
        "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
        "-Dorg.bytedeco.javacpp.logger=slf4j",
        *("-cp", classes, "org.apache.spark.deploy.SparkSubmit", "--master", master),
        *("--properties-file", f"{ROOT}/conf/spark-defaults.conf"),
        *[part for setting in given for part in ("--conf", setting)],
        *("--class", main_class, "spark-internal"),
    ]
    environment = {
        "SPARK_HOME": str(spark_home()) if "cluster" in master else str(LOGS),
        "SPARK_SCALA_VERSION": SCALA[SPARK],
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    return Process(f"{name}-{master.partition('[')[0]}", command, environment, limit)


def stock(master: str, heap: str) -> Process:
    """Starts DL4J's own Spark training, with Java's default compiler: it works in Java."""
    if SPARK != "3.5":
        raise MissingError("it has no build for Scala 2.13; CONVOY_SPARK=3.5 measures beside it")

    command = [
        *java(heap),
        f"-Dlog4j2.configurationFile=file:{ROOT}/conf/log4j2.properties",
        "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
        *("-cp", class_path(), PEER, master),
    ]
    return Process("dl4j-spark", command, {"SPARK_LOCAL_IP": "127.0.0.1"})


def torch_workers(python: str, script: str, workers: int, stack: ExitStack) -> list[Process]:
    """Starts processes of PyTorch that talk to each other over gloo on the loopback device."""
    folder = Path(__file__).parent / "pytorch"
    port = free_port()
    command = [python, str(folder / script), str(port), str(workers)]
    # Each waits for the others before it answers, so all are started before one is asked.
    started: list[Process] = []
    errors: list[BaseException] = []

    def start(rank: int) -> None:
        try:
            started.append(Process(f"{Path(script).stem}-{rank}", [*command, str(rank)]))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=start, args=(rank,)) for rank in range(workers)]

    for thread in threads:
        thread.start()

    for thread in threads:
        thread.join()

    for process in started:
        stack.enter_context(process)

    if errors:
        raise errors[0]

    return started


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])
