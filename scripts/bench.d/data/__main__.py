"""Loads images into batches with Convoy and with torchvision on one core, and compares."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import preparing
import report
from common.comparison import Comparison, table
from common.contestant import Contestant, ContestantError
from common.measurement import Plan, measure
from common.options import DEFAULT, batch_sizes, default_core, one_of, positive_int, seconds
from common.roster import CONVOY, LOGS, MissingError, java_command, python_with_torch

CASES = ("jpeg-rrc224", "jpeg-resize256-crop224", "cifar-crop-flip", "shards-rrc224")
PREPARE = "prepare"
HERE = Path(__file__).parent
IMAGES = LOGS / "images"


def main() -> int:
    options = parse(sys.argv[1:])
    plan = Plan(options.warmup, options.seconds, options.repeats, options.core, LOGS / "data")
    python = python_with_torch(options.python)
    subprocess.run([python, HERE / "photographs.py", IMAGES], check=True)
    results: list[Comparison] = []

    for case in options.case:
        found = [preparing.measure()] if case == PREPARE else compare(case, options, python, plan)
        results += found

        if options.json:
            for comparison in found:
                print(comparison.json_line(), flush=True)

    print(table(results), file=sys.stderr if options.json else sys.stdout)
    return 0


def compare(
    case: str, options: argparse.Namespace, python: str, plan: Plan
) -> list[Comparison]:
    results: list[Comparison] = []

    for batch in options.batch:
        outcome = measure(case, batch, contestants(case, python), plan)
        print(report.details(outcome), file=sys.stderr, flush=True)
        results += report.comparisons(outcome)

    return results


def contestants(case: str, python: str) -> list[Contestant]:
    folder = str(IMAGES)
    peer = (python, str(HERE / "torchvision_contestant.py"), folder)
    convoy = (*java_command("data", "org.convoy.bench.data.DataContestant"), folder)
    found = [Contestant(CONVOY, "default", convoy), Contestant("torchvision", "per-image", peer)]

    if case == "cifar-crop-flip":
        found.append(Contestant("numpy", "numpy-batch", peer))

    return found


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench data", description=__doc__)
    cases = (*CASES, PREPARE)
    add = parser.add_argument
    add("--json", action="store_true", help="JSON lines on stdout, the table on stderr")
    add("--case", type=one_of(cases), default=",".join(cases), metavar="NAME,...", help=DEFAULT)
    add("--batch", type=batch_sizes, default="64", metavar="SIZE,...", help=DEFAULT)
    add("--repeats", type=positive_int, default=9, help=f"slices per contestant {DEFAULT}")
    add("--seconds", type=seconds, default=2.0, help=f"length of a slice {DEFAULT}")
    add("--warmup", type=seconds, default=10.0, help=f"seconds before the first slice {DEFAULT}")
    add("--core", type=int, default=default_core(), help=f"which one all run on {DEFAULT}")
    add("--python", metavar="PATH", help="Python with torchvision (default: the first one found)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (ContestantError, MissingError) as error:
        sys.exit(f"scripts/bench data: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
