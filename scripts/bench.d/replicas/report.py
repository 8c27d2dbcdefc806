"""What the arrangements say about replicas in one process."""

from __future__ import annotations

from collections.abc import Iterator

from common.comparison import Comparison
from common.roster import CONVOY
from measurement import METRICS, Outcome, alone, apart, together

TARGET = 0.97
PYTORCH = "pytorch"


def comparisons(outcome: Outcome) -> Iterator[Comparison]:
    """Yields one JVM against two processes, then what a second process adds, beside PyTorch's."""
    for metric in METRICS:
        yield Comparison(
            "replicas",
            outcome.case,
            outcome.batch,
            metric,
            outcome.median(together(CONVOY), metric),
            "two_processes",
            outcome.median(apart(CONVOY), metric),
        )

    yield Comparison(
        "replicas",
        outcome.case,
        outcome.batch,
        "two_processes_against_one",
        scaling(outcome, CONVOY),
        PYTORCH,
        scaling(outcome, PYTORCH),
    )


def scaling(outcome: Outcome, name: str) -> float | None:
    """Returns how many times as fast as one process two processes are together."""
    two = outcome.median(apart(name), "images_per_second")
    one = outcome.median(alone(name), "images_per_second")
    return None if two is None or one is None else round(two / one, 3)


def details(outcome: Outcome) -> str:
    """Returns every arrangement with the spread of its slices."""
    lines = [f"{outcome.case}, batch {outcome.batch}"]

    for name, rates in outcome.rates.items():
        seconds, cpu_seconds = (outcome.median(name, metric) for metric in METRICS)
        every = [one.images_per_second for one in rates]
        lines.append(
            f"  {name:36}{seconds:>10,.1f} images/s{cpu_seconds:>10,.1f} images/CPU-s"
            f"  {len(rates)} slices, spread {(max(every) - min(every)) / seconds:.0%}"
        )

    return "\n".join(lines)


def verdict(comparison: Comparison) -> str:
    """Returns whether replicas in one JVM are as fast as they must be."""
    reached = comparison.ratio is not None and comparison.ratio >= TARGET
    return (
        f"{comparison.case}, batch {comparison.batch}: one JVM reaches {comparison.ratio} x the "
        f"{comparison.metric} of two processes, {'' if reached else 'not '}the {TARGET} x aimed at"
    )
