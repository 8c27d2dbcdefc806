"""The curve of the resident memory, and whether it is flat."""

from __future__ import annotations

from common.comparison import Comparison, aligned
from measurement import SETTLED_STEP, TOLERANCE, Curve


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
