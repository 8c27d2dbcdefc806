"""Measures how long a training takes to its first step on very many images, and what the driver needs.

Starts a cluster of its own on this machine (scripts/local-cluster), makes the data once, and trains
to the first step: from the start, and again from the checkpoint that this left.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path

import report
from common.comparison import Comparison, table
from common.options import DEFAULT, one_of, positive_int
from common.roster import LOGS
from measurement import Cluster, Failure, Generated, Start, first_step

CASES = ("shards", "tar", "hdfs-folders")


def main() -> int:
    options = parse(sys.argv[1:])

    if importlib.util.find_spec("PIL") is None:
        raise Failure(
            f"{sys.executable} has no Pillow, which makes the images: apt-get install python3-pil,"
            " and its python3 first on the PATH"
        )

    results: list[Comparison] = []

    with Cluster(options.folder / "cluster") as cluster:
        for case in options.case:
            for run in starts(case, options, cluster):
                print(report.details(case, run), file=sys.stderr, flush=True)
                found = report.comparisons(case, run)
                results += found

                if options.json:
                    for comparison in found:
                        print(report.json_line(comparison, run), flush=True)

    print(table(results), file=sys.stderr if options.json else sys.stdout)
    return 0


def starts(case: str, options: argparse.Namespace, cluster: Cluster) -> list[Start]:
    data = Generated(options.folder, options.images, options.classes, options.side)
    path = data.path(case, cluster)
    run = options.folder / "runs" / case
    settings = tuple(options.setting)
    first = first_step(path, run, cluster, options, settings, resumed=False)
    return [first, first_step(path, run, cluster, options, settings, resumed=True)]


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench start", description=__doc__)
    add = parser.add_argument
    add("--json", action="store_true", help="JSON lines on stdout, the table on stderr")
    add("--case", type=one_of(CASES), default=",".join(CASES), metavar="NAME,...", help=DEFAULT)
    add("--images", type=positive_int, default=1_280_000, help=DEFAULT)
    add("--classes", type=positive_int, default=1_000, help=DEFAULT)
    add("--side", type=positive_int, default=48, help=f"pixels; files of some 1.3 kB {DEFAULT}")
    add("--driver-memory", default="1g", metavar="SIZE", help=f"heap of the driver {DEFAULT}")
    add("--folder", type=Path, default=LOGS / "start", help=f"data, runs, cluster {DEFAULT}")
    add(
        "--setting",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="of the training's config, for example data.shuffle=chunks",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as error:
        sys.exit(f"scripts/bench start: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
