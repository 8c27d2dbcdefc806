"""Results as a table and as JSON lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from common.comparison import Comparison, aligned, cell, ratio
from common.roster import CONVOY
from common.measurement import Measured, Outcome

# Name in the JSON lines, heading in the table.
METRICS = {
    "images_per_cpu_second": "images/CPU-s",
    "images_per_second": "images/s",
}
TORCH = ("pytorch", "libtorch")


def value(measured: Measured | None, metric: str) -> float | None:
    return None if measured is None else round(float(getattr(measured, metric)), 2)


F32 = ("f32",)


def json_lines(
    outcomes: Sequence[Outcome], peers: Sequence[str], precisions: Sequence[str] = F32
) -> Iterator[str]:
    """Yields one object per case, batch size, precision, metric and peer; null stands for missing.

    Of another precision than f32, Convoy's own f32 is one more peer.
    """
    for outcome in outcomes:
        for precision in precisions:
            more = {} if precision == "f32" else {"precision": precision}
            rivals = [(peer, outcome.best(peer, precision)) for peer in peers]
            if more and "f32" in precisions:
                rivals.append(("convoy f32", outcome.best(CONVOY)))

            for metric in METRICS:
                ours = value(outcome.best(CONVOY, precision), metric)

                for peer, measured in rivals:
                    theirs = value(measured, metric)
                    comparison = Comparison(
                        "kernels", outcome.case, outcome.batch, metric, ours, peer, theirs
                    )
                    yield comparison.json_line(**more)


def table(
    outcomes: Sequence[Outcome], peers: Sequence[str], precisions: Sequence[str] = F32
) -> str:
    """Returns medians and ratios: against the better of PyTorch and libtorch, and against DL4J.

    Where there are several precisions, also against Convoy's own f32.
    """
    own = ["f32"] if len(precisions) > 1 else []
    torch = [peer for peer in peers if peer in TORCH]
    others = [peer for peer in peers if peer not in TORCH]
    rivals = ["torch"] * bool(torch) + others
    header = ["case", "batch", "metric", CONVOY, *peers, *(f"/ {rival}" for rival in rivals + own)]
    rows = [header]

    for outcome, precision in ((one, each) for one in outcomes for each in precisions):
        for metric, heading in METRICS.items():
            rates = {name: value(outcome.best(name, precision), metric) for name in (CONVOY, *peers)}
            torch_rates = [rate for name in torch if (rate := rates[name]) is not None]
            ratios = [ratio(rates[CONVOY], max(torch_rates, default=None))] if torch else []
            ratios += [ratio(rates[CONVOY], rates[name]) for name in others]
            ratios += [ratio(rates[CONVOY], value(outcome.best(CONVOY), metric)) for _ in own]
            case = outcome.case if precision == "f32" else f"{outcome.case} {precision}"
            rows.append(
                [case, str(outcome.batch), heading]
                + [cell(rate, "{:,.1f}") for rate in rates.values()]
                + [cell(one, "{:.2f} x") for one in ratios]
            )

    return aligned(rows, left=(0, 2))


def details(outcome: Outcome, missing: Mapping[str, str]) -> str:
    """Returns every variant of every contestant, with the spread of its slices."""
    lines = [f"{outcome.case}, batch {outcome.batch}"]

    for one in outcome.measured:
        lines.append(
            f"  {one.contestant.label:24}"
            f"{one.images_per_cpu_second:>10,.1f} images/CPU-s"
            f"{one.images_per_second:>10,.1f} images/s"
            f"  {len(one.slices)} slices, spread {one.spread:.0%}  {one.version}"
        )

    for label, reason in (dict(missing) | outcome.failed).items():
        lines.append(f"  {label:24}   missing: {reason}")

    return "\n".join(lines)
