"""Who takes part: finds, builds and describes the contestants."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from common.contestant import Contestant

ROOT = Path(__file__).resolve().parents[3]
LOGS = ROOT / "target" / "bench"
# The line of Spark that is built for, as in scripts/convoy.
SPARK = os.environ.get("CONVOY_SPARK", "4")
SCALA = {"4": "2.13", "3.5": "2.12"}
BUILD = Path("target") if SPARK == "4" else Path("target", f"spark-{SPARK}")

SMALL_CASES = ("lenet5", "resnet20", "vgg11_bn", "resnet18")
# Networks on images of 224 x 224 pixels: seconds for a step, gigabytes for a contestant.
LARGE_CASES = (
    "resnet50",
    "mobilenet_v2",
    "mobilenet_v3_large",
    "efficientnet_b0",
    "densenet121",
    "convnext_tiny",
)
CASES = SMALL_CASES + LARGE_CASES
CONVOY = "convoy"
KERNELS = ("auto", "onednn", "nd4j", "libtorch")
PEERS = ("pytorch", "libtorch", "dl4j")
LAYOUTS = ("contiguous", "channels_last")
PRECISIONS = ("f32", "bf16")
# For contestants that take seconds for a step.
SLOW_REPEATS = 3

JAVA_OPTIONS = (
    "-Xmx3g",
    "-XX:+UseSerialGC",
    f"-XX:ErrorFile={LOGS}/hs_err_pid%p.log",
    # Native memory: a limit of its own, not that of the heap, and no polling of /proc for it.
    "-Dorg.bytedeco.javacpp.maxbytes=12g",
    "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
)
# Native kernels do the work: the optimizing compiler would only take its time for a minute.
NATIVE_WORK = "-XX:TieredStopAtLevel=1"


class MissingError(Exception):
    """A contestant is not installed or cannot be built here."""


@dataclass
class Roster:
    """The contestants that can run here, and why the others cannot."""

    contestants: list[Contestant] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)


def gather(
    names: Sequence[str],
    kernels: Sequence[str],
    python: str | None,
    layouts: Sequence[str] = LAYOUTS,
    precisions: Sequence[str] = ("f32",),
) -> Roster:
    """Finds or builds the contestants with the given names; not all know other precisions."""
    finders = {
        CONVOY: lambda: convoy(variants(kernels, precisions)),
        "pytorch": lambda: pytorch(python, layouts if "f32" in precisions else ()),
        "libtorch": lambda: libtorch(variants(layouts, precisions)),
        "dl4j": lambda: dl4j() if "f32" in precisions else [],
    }
    roster = Roster()

    for name in names:
        try:
            roster.contestants += finders[name]()
        except MissingError as missing:
            roster.missing[name] = str(missing)

    return roster


def variants(names: Sequence[str], precisions: Sequence[str]) -> list[str]:
    """Returns each name for each precision, which stands behind it where it is not f32."""
    if "bf16" in precisions and not has_bf16():
        print(
            "This machine has no bf16 (no avx512_bf16 in /proc/cpuinfo): measuring f32 only",
            file=sys.stderr,
        )
        precisions = [one for one in precisions if one != "bf16"]

    return [
        name if precision == "f32" else f"{name}:{precision}"
        for precision in precisions
        for name in names
        if precision == "f32" or name not in ("nd4j", "libtorch")
    ]


@cache
def has_bf16() -> bool:
    """Tells whether the processor multiplies bf16 itself, as far as Linux knows."""
    cpuinfo = Path("/proc/cpuinfo")
    return cpuinfo.exists() and "avx512_bf16" in cpuinfo.read_text()


def convoy(kernels: Sequence[str]) -> list[Contestant]:
    command = java_command("kernels", "org.convoy.bench.convoy.ConvoyContestant", NATIVE_WORK)
    return [
        Contestant(CONVOY, name, command, max_repeats=SLOW_REPEATS if name == "nd4j" else None)
        for name in kernels
    ]


def with_java_options(contestant: Contestant, *options: str) -> Contestant:
    """Returns a Java contestant that starts with further options."""
    java, *arguments = contestant.command
    return replace(contestant, command=(java, *options, *arguments))


def pytorch(python: str | None, layouts: Sequence[str]) -> list[Contestant]:
    script = Path(__file__).parent / "pytorch" / "contestant.py"
    command = (python_with_torch(python), str(script))
    return [Contestant("pytorch", layout, command) for layout in layouts]


def libtorch(layouts: Sequence[str]) -> list[Contestant]:
    command = java_command("libtorch", "org.convoy.bench.libtorch.LibtorchContestant", NATIVE_WORK)
    return [Contestant("libtorch", layout, command) for layout in layouts]


def dl4j() -> list[Contestant]:
    command = java_command("kernels", "org.convoy.bench.dl4j.StockContestant")
    return [Contestant("dl4j", "default", command, max_repeats=SLOW_REPEATS)]


def python_with_torch(python: str | None) -> str:
    """Returns the given Python, or the first one around, that can import torch."""
    candidates = [python] if python else [sys.executable, "python3", "/usr/bin/python3"]

    for candidate in candidates:
        if shutil.which(candidate) and succeeds([candidate, "-c", "import torch"]):
            return candidate

    raise MissingError(
        f"no torch in {', '.join(candidates)}; install PyTorch, on Debian with: "
        "apt-get install python3-torch libopenblas0-pthread"
    )


def succeeds(command: Sequence[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def java_command(module: str, main_class: str, *options: str) -> tuple[str, ...]:
    """Builds a module under benchmarks/ and returns the command that starts a class of it."""
    java_home = os.environ.get("JAVA_HOME")
    java = f"{java_home}/bin/java" if java_home else "java"

    if not shutil.which(java):
        raise MissingError(f"no Java at '{java}'; install JDK 17 or set JAVA_HOME")

    if not built(module):
        raise MissingError(
            f"benchmarks/{module} does not build or cannot be fetched: see {build_log(module)}"
        )

    return (java, *JAVA_OPTIONS, *options, "-cp", module_class_path(module), main_class)


def module_class_path(module: str) -> str:
    """Returns that of a module which is built."""
    target = ROOT / "benchmarks" / module / BUILD
    return f"{target / 'classes'}:{(target / 'classpath').read_text()}"


@cache
def built(module: str) -> bool:
    """Compiles a module under benchmarks/, fetching what it depends on; tells whether it could."""
    if SPARK not in SCALA:
        raise MissingError(f"CONVOY_SPARK={SPARK}: Convoy is built for Spark 4 and for 3.5")

    log = build_log(module)
    log.parent.mkdir(parents=True, exist_ok=True)
    maven = shutil.which("mvn") or str(ROOT / "mvnw")
    profiles = "-Pbench" if SPARK == "4" else f"-Pbench,spark-{SPARK}"
    command = [maven, "-q", profiles, "-pl", f"benchmarks/{module}", "-am", "process-classes"]
    print(f"Building benchmarks/{module}", file=sys.stderr)

    with log.open("w") as output:
        finished = subprocess.run(
            command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, check=False
        )

    return finished.returncode == 0


def build_log(module: str) -> Path:
    return LOGS / f"build-{module}.log"
