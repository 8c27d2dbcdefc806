"""Trains two replicas in one JVM and in two processes on two cores, and compares."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

import report
from common.comparison import table
from common.contestant import ContestantError
from common.fairness import warn_of_forced_blas_kernel
from common.options import DEFAULT, batch_sizes, one_of, positive_int, seconds
from common.roster import CONVOY, LOGS, SMALL_CASES, gather
from measurement import Plan, measure

# Of each contestant; what a second process adds hardly depends on PyTorch's layout.
VARIANTS = ("auto", "channels_last")


def main() -> int:
    options = parse(sys.argv[1:])
    warn_of_forced_blas_kernel()
    roster = gather([CONVOY, "pytorch"], ["auto"], options.python)
    plan = Plan(options.warmup, options.seconds, options.repeats, options.cores, LOGS / "replicas")

    for name, reason in roster.missing.items():
        print(f"{name} is missing: {reason}", file=sys.stderr)

    if CONVOY in roster.missing:
        return 1

    contestants = [one for one in roster.contestants if one.variant in VARIANTS]
    results = []

    for case in options.case:
        for batch in options.batch:
            outcome = measure(case, batch, contestants, plan)
            found = list(report.comparisons(outcome))
            results += found
            print(report.details(outcome), report.verdict(found[0]), sep="\n", file=sys.stderr)

            if options.json:
                for comparison in found:
                    print(comparison.json_line(), flush=True)

    print(table(results), file=sys.stderr if options.json else sys.stdout)
    return 0


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench replicas", description=__doc__)
    cores = ",".join(map(str, sorted(os.sched_getaffinity(0))[-2:]))
    add = parser.add_argument
    add("--json", action="store_true", help="JSON lines on stdout, the table on stderr")
    add("--case", type=one_of(SMALL_CASES), default="resnet20,lenet5", metavar="NAME,...", help=DEFAULT)
    add("--batch", type=batch_sizes, default="128", metavar="SIZE,...", help=DEFAULT)
    add("--repeats", type=positive_int, default=9, help=f"slices per arrangement {DEFAULT}")
    add("--seconds", type=seconds, default=5.0, help=f"length of a slice {DEFAULT}")
    add("--warmup", type=seconds, default=6.0, help=f"seconds before the first slice {DEFAULT}")
    add("--cores", type=two_cores, default=cores, metavar="N,N", help=DEFAULT)
    add("--python", metavar="PATH", help="Python with PyTorch (default: the first one found)")
    return parser.parse_args(arguments)


def two_cores(text: str) -> tuple[int, int]:
    """Returns two cores that this process may use."""
    usable = os.sched_getaffinity(0)
    names = text.split(",")

    if not all(name.isdecimal() and int(name) in usable for name in names) or len(names) != 2:
        raise argparse.ArgumentTypeError(
            f"'{text}' does not name two cores; usable are {', '.join(map(str, sorted(usable)))}"
        )

    return int(names[0]), int(names[1])


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ContestantError as error:
        sys.exit(f"scripts/bench replicas: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
