"""The peaks of one step, and the curve of many with whether it is flat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from common.comparison import Comparison, aligned, cell
from common.roster import CONVOY
from measurement import SETTLED_STEP, TOLERANCE, Curve
from peaks import MEBIBYTE, Outcome
from training import Training


def mebibytes(count: int | None) -> float | None:
    return None if count is None else round(count / MEBIBYTE, 1)


def comparison(outcome: Outcome, value: str) -> Comparison:
    """Compares the peaks, or what of them is net of the process before it has a network."""
    ours, theirs = (
        None if peak is None else mebibytes(getattr(peak, value))
        for peak in (outcome.convoy, outcome.best)
    )
    metric = f"{outcome.step}_{value}_mib"
    return Comparison("memory", outcome.case, outcome.batch, metric, ours, "pytorch", theirs)


def peak_lines(outcome: Outcome) -> Iterator[str]:
    for value in ("peak", "net"):
        yield comparison(outcome, value).json_line(
            layout=outcome.best_layout, plannedMib=mebibytes(outcome.planned)
        )


def peak_table(outcomes: Sequence[Outcome]) -> str:
    """Returns peaks and their ratio, and beside them what is net and what was planned."""
    header = ["case", "batch", "step", CONVOY, "pytorch", "ratio", "net", "net", "ratio", "planned"]
    rows = [header]

    for outcome in outcomes:
        compared = [comparison(outcome, value) for value in ("peak", "net")]
        rows.append(
            [outcome.case, str(outcome.batch), outcome.step]
            + [
                text
                for one in compared
                for text in (
                    fitting(one.convoy),
                    fitting(one.peer),
                    cell(one.ratio, "{:.2f} x") if one.ratio else "",
                )
            ]
            + [cell(mebibytes(outcome.planned), "{:,.0f}")]
        )

    return aligned(rows, left=(0, 2))


def training_comparison(training: Training) -> Comparison:
    return Comparison(
        "memory",
        training.case,
        training.batch,
        "training_peak_mib",
        round(training.measured, 1),
        "predicted",
        training.predicted,
    )


def training_line(training: Training) -> str:
    return training_comparison(training).json_line()


def training_table(trainings: Sequence[Training]) -> str:
    """Returns what was predicted of each training, what it took, and how far off that is."""
    rows = [["case", "batch", "predicted", "measured", "off"]]

    for one in trainings:
        off = f"{one.predicted / one.measured - 1:+.1%}"
        rows.append(
            [one.case, str(one.batch), f"{one.predicted:,}", f"{one.measured:,.0f}", off]
        )

    return aligned(rows, left=(0,))


def fitting(number: float | None) -> str:
    return "too large" if number is None else f"{number:,.0f}"


def details(case: str, batch: int, version: str, curve: Curve) -> str:
    rows = [["  step", "MiB", f"/ step {SETTLED_STEP}"]]
    rows += [
        [str(step), f"{mebibytes:,.1f}", f"{mebibytes / curve.settled:.3f} x"]
        for step, mebibytes in curve.shown().items()
    ]
    return (
        f"{case}, batch {batch}, {version}\n{aligned(rows, left=())}\n"
        f"  highest after step {SETTLED_STEP}: {curve.highest:,.1f} MiB at step "
        f"{curve.highest_step}, {curve.highest / curve.settled:.3f} x: "
        f"{'flat' if curve.flat else 'not flat'} (flat: at most {1 + TOLERANCE} x)"
    )


def json_line(case: str, batch: int, curve: Curve, pretouch: bool) -> str:
    """Compares the most memory after the settled step with that at it."""
    comparison = Comparison(
        "memory", case, batch, "rss_mib", curve.highest, f"step_{SETTLED_STEP}", curve.settled
    )
    return comparison.json_line(flat=curve.flat, pretouch=pretouch, steps=curve.shown())
