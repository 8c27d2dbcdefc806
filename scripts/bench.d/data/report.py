"""Results of the data benchmark."""

from __future__ import annotations

from collections.abc import Iterator

from common.comparison import Comparison
from common.measurement import Outcome
from common.roster import CONVOY

METRICS = ("images_per_cpu_second", "images_per_second")


def comparisons(outcome: Outcome) -> Iterator[Comparison]:
    """Yields Convoy's figure beside that of each other contestant."""
    peers = sorted({one.contestant.name for one in outcome.measured} - {CONVOY})

    for metric in METRICS:
        ours = rate(outcome, CONVOY, metric)

        for peer in peers or ["torchvision"]:
            yield Comparison(
                "data", outcome.case, outcome.batch, metric, ours, peer, rate(outcome, peer, metric)
            )


def rate(outcome: Outcome, name: str, metric: str) -> float | None:
    best = outcome.best(name)
    return None if best is None else round(float(getattr(best, metric)), 1)


def details(outcome: Outcome) -> str:
    """Returns every contestant with the spread of its slices."""
    lines = [f"{outcome.case}, batch {outcome.batch}"]

    for one in outcome.measured:
        lines.append(
            f"  {one.contestant.label:24}"
            f"{one.images_per_cpu_second:>10,.1f} images/CPU-s"
            f"  {len(one.slices)} slices, spread {one.spread:.0%}  {one.version}"
        )

    lines += [f"  {label:24}   missing: {reason}" for label, reason in outcome.failed.items()]
    return "\n".join(lines)
