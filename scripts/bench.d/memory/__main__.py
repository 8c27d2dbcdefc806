"""Trains one replica of Convoy and tells whether its resident memory stays flat."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import report
from common.contestant import ContestantError, RunningContestant
from common.options import DEFAULT, batch_sizes, default_core, one_of, positive_int
from common.roster import CASES, CONVOY, LOGS, gather, with_java_options
from measurement import SETTLED_STEP, watch

PRETOUCH = "-XX:+AlwaysPreTouch"


def main() -> int:
    options = parse(sys.argv[1:])
    roster = gather([CONVOY], ["auto"], python=None)

    if CONVOY in roster.missing:
        print(f"{CONVOY} is missing: {roster.missing[CONVOY]}", file=sys.stderr)
        return 1

    (contestant,) = roster.contestants

    if options.pretouch:
        contestant = with_java_options(contestant, PRETOUCH)

    for case in options.case:
        for batch in options.batch:
            log = LOGS / "memory" / f"{case}-{batch}.log"

            with RunningContestant(contestant, case, batch, [options.core], log) as process:
                curve = watch(process, options.steps)

            print(
                report.details(case, batch, process.version, curve),
                file=sys.stderr if options.json else sys.stdout,
                flush=True,
            )

            if options.json:
                print(report.json_line(case, batch, curve, options.pretouch), flush=True)

    return 0


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench memory", description=__doc__)
    add = parser.add_argument
    add("--json", action="store_true", help="JSON lines on stdout, the curve on stderr")
    add("--case", type=one_of(CASES), default="resnet20", metavar="NAME,...", help=DEFAULT)
    add("--batch", type=batch_sizes, default="128", metavar="SIZE,...", help=DEFAULT)
    add("--steps", type=step_count, default=1000, help=DEFAULT)
    add("--core", type=int, default=default_core(), help=f"which one it runs on {DEFAULT}")
    add(
        "--pretouch",
        action="store_true",
        help=f"start Java with {PRETOUCH}: without it, the curve grows until the heap's first "
        "collection has touched all of the young generation",
    )
    return parser.parse_args(arguments)


def step_count(text: str) -> int:
    steps = positive_int(text)

    if steps <= SETTLED_STEP:
        raise argparse.ArgumentTypeError(
            f"{steps} steps are too few: the first {SETTLED_STEP} only settle"
        )

    return steps


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ContestantError as error:
        sys.exit(f"scripts/bench memory: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
