"""How much memory one step takes beside PyTorch, and whether that of many steps stays flat."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import report
from common.contestant import ContestantError, RunningContestant
from common.options import batch_sizes, default_core, one_of, positive_int
from common.roster import (
    CASES,
    CONVOY,
    LAYOUTS,
    LOGS,
    MissingError,
    gather,
    with_java_options,
)
from measurement import SETTLED_STEP, watch
from peaks import STEPS, ZOO, measure
from training import measure as measure_training

PRETOUCH = "-XX:+AlwaysPreTouch"
DEFAULT_PEAKS = ("resnet50", "vgg16", "mobilenet_v2"), (16,)
DEFAULT_CURVE = ("resnet20",), (128,)


def main() -> int:
    options = parse(sys.argv[1:])
    if options.training:
        return trainings(options)

    return peaks(options) if options.steps is None else curves(options)


def peaks(options: argparse.Namespace) -> int:
    """Measures the peak of one step, of Convoy and of PyTorch."""
    outcomes = []

    for case in options.case:
        for batch in options.batch:
            outcomes += measure(case, batch, options.step, options.python)

            if options.json:
                for outcome in outcomes[-len(options.step) :]:
                    for line in report.peak_lines(outcome):
                        print(line, flush=True)

    print(report.peak_table(outcomes), file=sys.stderr if options.json else sys.stdout)
    return 0


def trainings(options: argparse.Namespace) -> int:
    """Measures whole trainings beside what the preflight says of them."""
    outcomes = []

    for case in options.case:
        for batch in options.batch:
            outcomes.append(measure_training(case, batch, options.python))

            if options.json:
                print(report.training_line(outcomes[-1]), flush=True)

    print(report.training_table(outcomes), file=sys.stderr if options.json else sys.stdout)
    return 0


def curves(options: argparse.Namespace) -> int:
    """Trains one replica of Convoy for many steps."""
    roster = gather([CONVOY], ["auto"], python=None, layouts=LAYOUTS)

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
    add("--json", action="store_true", help="JSON lines on stdout, the table on stderr")
    add(
        "--case",
        type=one_of(ZOO),
        metavar="NAME,...",
        help=f"networks of the zoo (default: {','.join(DEFAULT_PEAKS[0])}); with --steps those of "
        f"kernels (default: {DEFAULT_CURVE[0][0]})",
    )
    add(
        "--batch",
        type=batch_sizes,
        metavar="SIZE,...",
        help=f"(default: {DEFAULT_PEAKS[1][0]}; with --steps {DEFAULT_CURVE[1][0]})",
    )
    add("--step", type=one_of(STEPS), default=STEPS, metavar="NAME,...", help=", ".join(STEPS))
    add("--python", metavar="PATH", help="Python with PyTorch (default: the first one found)")
    add("--training", action="store_true", help="whole trainings, beside what convoy check says")
    add("--steps", type=step_count, help="train so many, and tell whether the memory stays flat")
    add(
        "--core",
        type=int,
        default=default_core(),
        help="with --steps: which one it runs on (default: %(default)s)",
    )
    add(
        "--pretouch",
        action="store_true",
        help=f"with --steps: start Java with {PRETOUCH}: without it, the curve grows until the "
        "heap's first collection has touched all of the young generation",
    )
    options = parser.parse_args(arguments)
    cases, batches = DEFAULT_PEAKS if options.steps is None else DEFAULT_CURVE
    options.case = options.case or cases
    options.batch = options.batch or batches
    unknown = [case for case in options.case if case not in CASES]

    if options.steps is None and options.pretouch:
        parser.error("--pretouch needs --steps")

    if options.training and options.steps is not None:
        parser.error("--training and --steps exclude each other")

    if options.steps is not None and unknown:
        parser.error(f"--steps knows {', '.join(CASES)}, not {', '.join(unknown)}")

    return options


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
    except (ContestantError, MissingError) as error:
        sys.exit(f"scripts/bench memory: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
