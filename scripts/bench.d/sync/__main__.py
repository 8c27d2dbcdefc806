"""Measures what a synchronisation costs, and trainings end to end, beside other software."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

import dealing
import exchange
import heaps
import measurement
import report
import trainings
from common.comparison import Comparison, table
from common.contestant import ContestantError
from common.options import DEFAULT, batch_sizes, one_of, positive_int
from common.roster import MissingError
from model import fit
from processes import convoy

PLACES = {"local": "local[2]", "executors": "local-cluster[2,1,{memory}]"}
EXCHANGES = ("none", "aes_gcm")
PEERS = ("dl4j-spark", "gloo", "ddp")


def main() -> int:
    options = parse(sys.argv[1:])
    results: list[tuple[Comparison, dict[str, object]]] = []
    cases = [case for case in options.case if case in trainings.ROUND_CASES]

    if cases:
        results += rounds(options, cases)

    exchanges = [case for case in options.case if case in exchange.CASES]

    if exchanges:
        measured = exchange.measure(
            exchanges,
            options.workers,
            options.exchange,
            options.repeats,
            "gloo" in options.peers,
            options.python,
        )
        print(f"{exchange.table(measured)}\n", file=sys.stderr)
        results += [one for found in measured for one in found.comparisons()]

    if trainings.EPOCH in options.case:
        results += epoch(options)

    if trainings.SCALING in options.case:
        results += scaling(options)

    if trainings.SHUFFLE in options.case:
        results += shuffle(options)

    if trainings.HEAPS in options.case:
        results += [(one, {}) for case in options.heaps for one in heaps.measure(case)]

    if options.json:
        for comparison, more in results:
            print(comparison.json_line(**more), flush=True)

    print(
        table([comparison for comparison, _ in results]),
        file=sys.stderr if options.json else sys.stdout,
    )
    return 0


def rounds(
    options: argparse.Namespace, cases: Sequence[str]
) -> list[tuple[Comparison, dict[str, object]]]:
    with ExitStack() as stack:
        places = {
            place: stack.enter_context(
                convoy(
                    PLACES[place].format(memory=options.memory_mb),
                    f"{options.memory_mb}m",
                    options.conf,
                )
            )
            for place in options.place
        }
        measured = measurement.rounds(
            cases,
            options.workers,
            places,
            options.rounds,
            options.repeats,
            tuple(options.set),
        )

    gloo = {}
    stock = {}

    if "gloo" in options.peers:
        gloo = measurement.gloo(measured, options.workers, options.repeats, options.python)

    if "dl4j-spark" in options.peers:
        stock = measurement.stock_rounds(
            cases, options.workers, options.stock_rounds, f"{options.memory_mb}m"
        )

    print(report.table(measured, gloo), file=sys.stderr)
    points = [
        one.point for one in measured if one.place == "executors" and one.averaged_on_driver
    ]
    cost = fit(points)

    if cost:
        print(f"\nOn two executors: {report.fitted(cost, points)}", file=sys.stderr)
        print(f"\n{report.predictions(cost)}\n", file=sys.stderr)

    return list(round_comparisons(options.peers, measured, gloo, stock))


def round_comparisons(
    peers: Sequence[str],
    measured: Sequence[report.Rounds],
    gloo: dict[tuple[str, int], float],
    stock: dict[tuple[str, int], float],
) -> Iterator[tuple[Comparison, dict[str, object]]]:
    for one in measured:
        more = {
            "workers": one.workers,
            "place": one.place,
            "parameters": one.parameters,
            "stateBytes": one.state_bytes,
            "statesThroughDriver": one.states_through_driver,
            "fastest": round(min(one.beyond), 2),
        }

        for name, figures in (("gloo", gloo), ("dl4j-spark", stock)):
            if name in peers:
                yield (
                    Comparison(
                        "sync",
                        one.case,
                        trainings.BATCH,
                        "milliseconds_beyond_computing",
                        one.milliseconds,
                        name,
                        figures.get((one.case, one.workers)),
                    ),
                    more,
                )


def epoch(options: argparse.Namespace) -> list[tuple[Comparison, dict[str, object]]]:
    ours, theirs = measurement.epochs(
        options.images, options.epochs, options.data, options.repeats, f"{options.memory_mb}m"
    )
    comparison = Comparison(
        "sync",
        trainings.EPOCH,
        trainings.TRAINING_BATCH,
        "images_per_second",
        round(statistics.median(ours), 1),
        "dl4j-spark",
        round(statistics.median(theirs), 1),
    )
    return [(comparison, {"workers": 2, "images": options.images, "epochs": options.epochs})]


def shuffle(options: argparse.Namespace) -> list[tuple[Comparison, dict[str, object]]]:
    deal = dealing.Deal(
        options.deal_data,
        options.deal_images,
        options.deal_side,
        options.chunk_size,
        options.epochs,
    )
    turns = dealing.Turns(options.deal_warm_up, options.repeats)
    return dealing.compare(deal, options.deal, turns, options.memory_mb, options.conf)


def scaling(options: argparse.Namespace) -> list[tuple[Comparison, dict[str, object]]]:
    together, apart = measurement.scaling(
        options.scaling_rounds, options.cores, options.repeats, f"{options.memory_mb}m"
    )
    ours = round(statistics.median(together), 1)
    results = [("two_trainings", round(statistics.median(apart), 1))]

    if "ddp" in options.peers:
        rates = measurement.ddp(10 * options.scaling_rounds, options.repeats, options.python)
        results.append(("ddp", round(statistics.median(rates), 1) if rates else None))

    return [
        (
            Comparison(
                "sync",
                trainings.SCALING,
                trainings.TRAINING_BATCH,
                "images_per_second",
                ours,
                name,
                figure,
            ),
            {"workers": 2},
        )
        for name, figure in results
    ]


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench sync", description=__doc__)
    cores = ",".join(map(str, sorted(os.sched_getaffinity(0))[-2:]))
    add = parser.add_argument
    add("--json", action="store_true", help="JSON lines on stdout, tables on stderr")
    add(
        "--case",
        type=one_of((*trainings.CASES, *exchange.CASES, trainings.HEAPS)),
        default=",".join(trainings.CASES),
        metavar="NAME,...",
        help=DEFAULT,
    )
    add(
        "--heaps",
        type=one_of(heaps.CASES),
        default=",".join(heaps.CASES),
        metavar="NAME,...",
        help=f"networks and ways of {trainings.HEAPS} {DEFAULT}",
    )
    add("--workers", type=batch_sizes, default="2,4,8", metavar="N,...", help=DEFAULT)
    add(
        "--exchange",
        type=one_of(EXCHANGES),
        default="none",
        metavar="NAME,...",
        help=f"encryption of exchange-… {DEFAULT}",
    )
    add("--place", type=one_of(tuple(PLACES)), default=",".join(PLACES), help=DEFAULT)
    add("--peers", type=one_of(PEERS), default=",".join(PEERS), metavar="NAME,...", help=DEFAULT)
    add("--rounds", type=positive_int, default=20, help=f"of a training {DEFAULT}")
    add("--repeats", type=positive_int, default=3, help=f"trainings of each kind {DEFAULT}")
    add("--stock-rounds", type=positive_int, default=5, help=f"of dl4j-spark {DEFAULT}")
    add("--scaling-rounds", type=positive_int, default=6, help=f"of ten steps {DEFAULT}")
    add("--images", type=positive_int, default=12_000, help=f"of an epoch {DEFAULT}")
    add("--epochs", type=positive_int, default=3, help=DEFAULT)
    add(
        "--deal",
        type=one_of(dealing.KINDS),
        default=",".join(dealing.KINDS),
        metavar="WAY,...",
        help=f"ways of data.shuffle {DEFAULT}",
    )
    add("--deal-warm-up", type=int, default=1, metavar="N", help=f"turns before {DEFAULT}")
    add("--deal-data", default="", metavar="DATA", help="to deal (default: random images)")
    add("--deal-images", type=positive_int, default=8000, help=f"random images {DEFAULT}")
    add("--deal-side", type=positive_int, default=180, help=f"of a random image {DEFAULT}")
    add("--chunk-size", type=positive_int, default=256, help=DEFAULT)
    add("--data", default="/usr/share/datasets/fashion-mnist", help=DEFAULT)
    add("--memory-mb", type=positive_int, default=6144, help=f"heap of a process {DEFAULT}")
    add("--cores", type=two_cores, default=cores, metavar="N,N", help=DEFAULT)
    add("--conf", action="append", default=[], metavar="KEY=VALUE", help="a Spark setting")
    add("--set", action="append", default=[], metavar="KEY=VALUE", help="a config key of Convoy")
    add("--python", metavar="PATH", help="Python with PyTorch (default: the first one found)")
    return parser.parse_args(arguments)


def two_cores(text: str) -> tuple[int, ...]:
    """Returns two cores that this process may use."""
    names = text.split(",")
    usable = os.sched_getaffinity(0)

    if len(names) != 2 or not all(name.isdecimal() and int(name) in usable for name in names):
        raise argparse.ArgumentTypeError(f"'{text}' does not name two of the cores {usable}")

    return tuple(map(int, names))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (ContestantError, MissingError) as error:
        sys.exit(f"scripts/bench sync: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
