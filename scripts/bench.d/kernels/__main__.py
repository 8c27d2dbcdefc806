"""Trains the benchmark's networks with Convoy and its peers on one core, and compares."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

import report
from contestant import ContestantError
from measurement import Plan, measure
from roster import CONVOY, LOGS, PEERS, gather

CASES = ("lenet5", "resnet20", "vgg11_bn", "resnet18")
DEFAULT = "(default: %(default)s)"


def main() -> int:
    options = parse(sys.argv[1:])
    warn_of_forced_blas_kernel()
    roster = gather([CONVOY, *options.peers], options.python)
    plan = Plan(options.warmup, options.seconds, options.repeats, options.core, LOGS)
    outcomes = []

    for case in options.case:
        for batch in options.batch:
            outcome = measure(case, batch, roster.contestants, plan)
            outcomes.append(outcome)
            print(report.details(outcome, roster.missing), file=sys.stderr, flush=True)

    print(report.table(outcomes, options.peers), file=sys.stderr if options.json else sys.stdout)

    if options.json:
        for line in report.json_lines(outcomes, options.peers):
            print(line)

    return 0 if all(outcome.best(CONVOY) for outcome in outcomes) else 1


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench kernels", description=__doc__)
    add = parser.add_argument
    add("--json", action="store_true", help="JSON lines on stdout, the table on stderr")
    add("--case", type=one_of(CASES), default=",".join(CASES), metavar="NAME,...", help=DEFAULT)
    add("--batch", type=batch_sizes, default="32,128", metavar="SIZE,...", help=DEFAULT)
    add("--peers", type=one_of(PEERS), default=",".join(PEERS), metavar="NAME,...", help=DEFAULT)
    add("--repeats", type=positive_int, default=9, help=f"slices per contestant {DEFAULT}")
    add("--seconds", type=seconds, default=2.0, help=f"length of a slice {DEFAULT}")
    add("--warmup", type=seconds, default=6.0, help=f"seconds before the first slice {DEFAULT}")
    add("--core", type=int, default=default_core(), help=f"which one all run on {DEFAULT}")
    add("--python", metavar="PATH", help="Python with PyTorch (default: the first one found)")
    return parser.parse_args(arguments)


def default_core() -> int:
    """Returns the last core: the first one has most interrupts to serve."""
    return max(os.sched_getaffinity(0))


def one_of(known: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    """Returns a parser of comma-separated names."""

    def parse_names(text: str) -> tuple[str, ...]:
        names = tuple(text.split(","))

        for name in names:
            if name not in known:
                raise argparse.ArgumentTypeError(
                    f"unknown name '{name}', choose from {', '.join(known)}"
                )

        return names

    return parse_names


def batch_sizes(text: str) -> tuple[int, ...]:
    return tuple(positive_int(size) for size in text.split(","))


def positive_int(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no positive whole number")

    return int(text)


def seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0

    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"'{text}' is no positive number of seconds")

    return number


def warn_of_forced_blas_kernel() -> None:
    forced = os.environ.get("OPENBLAS_CORETYPE")

    if forced:
        print(
            f"Warning: OPENBLAS_CORETYPE={forced} forces a kernel on the peers' BLAS; unset it "
            "unless this machine needs it.",
            file=sys.stderr,
        )


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ContestantError as error:
        sys.exit(f"scripts/bench kernels: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
