"""Trains the benchmark's networks with Convoy and its peers on one core, and compares."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import report
from common.contestant import ContestantError
from common.fairness import warn_of_forced_blas_kernel
from common.options import DEFAULT, batch_sizes, default_core, one_of, positive_int, seconds
from common.roster import (
    CASES,
    CONVOY,
    KERNELS,
    LAYOUTS,
    LOGS,
    PEERS,
    PRECISIONS,
    SMALL_CASES,
    gather,
)
from common.measurement import Plan, measure


def main() -> int:
    options = parse(sys.argv[1:])
    warn_of_forced_blas_kernel()
    roster = gather(
        [CONVOY, *options.peers],
        options.kernels,
        options.python,
        options.layouts,
        options.precision,
    )
    plan = Plan(options.warmup, options.seconds, options.repeats, options.core, LOGS / "kernels")
    outcomes = []

    for case in options.case:
        for batch in options.batch:
            outcome = measure(case, batch, roster.contestants, plan)
            outcomes.append(outcome)
            print(report.details(outcome, roster.missing), file=sys.stderr, flush=True)

    table = report.table(outcomes, options.peers, options.precision)
    print(table, file=sys.stderr if options.json else sys.stdout)

    if options.json:
        for line in report.json_lines(outcomes, options.peers, options.precision):
            print(line)

    measured = [
        outcome.best(CONVOY, precision) for outcome in outcomes for precision in options.precision
    ]
    return 0 if all(measured) else 1


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench kernels", description=__doc__)
    add = parser.add_argument
    add("--json", action="store_true", help="JSON lines on stdout, the table on stderr")
    add(
        "--case",
        type=one_of(CASES),
        default=",".join(SMALL_CASES),
        metavar="NAME,...",
        help=f"of {', '.join(CASES)} {DEFAULT}",
    )
    add("--batch", type=batch_sizes, default="32,128", metavar="SIZE,...", help=DEFAULT)
    add("--peers", type=one_of(PEERS), default=",".join(PEERS), metavar="NAME,...", help=DEFAULT)
    add("--kernels", type=one_of(KERNELS), default="auto", metavar="NAME,...", help=DEFAULT)
    add(
        "--layouts",
        type=one_of(LAYOUTS),
        default=",".join(LAYOUTS),
        metavar="NAME,...",
        help=f"the peers', where memory does not hold both at once {DEFAULT}",
    )
    add(
        "--precision",
        type=one_of(PRECISIONS),
        default="f32",
        metavar="NAME,...",
        help=f"bf16: Convoy's, and libtorch's under autocast; others have none {DEFAULT}",
    )
    add("--repeats", type=positive_int, default=9, help=f"slices per contestant {DEFAULT}")
    add("--seconds", type=seconds, default=2.0, help=f"length of a slice {DEFAULT}")
    add("--warmup", type=seconds, default=6.0, help=f"seconds before the first slice {DEFAULT}")
    add("--core", type=int, default=default_core(), help=f"which one all run on {DEFAULT}")
    add("--python", metavar="PATH", help="Python with PyTorch (default: the first one found)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ContestantError as error:
        sys.exit(f"scripts/bench kernels: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
