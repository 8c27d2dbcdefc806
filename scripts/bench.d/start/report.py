"""What starts took, as lines and comparisons."""

from __future__ import annotations

from common.comparison import Comparison
from measurement import Start

# Seconds from the moment that Spark is up, and MiB of the driver's heap, which are to be reached.
GOALS = {"shards": 10.0, "tar": 20.0, "hdfs-folders": 30.0}
HEAP_MIB = 1024.0


def details(case: str, start: Start) -> str:
    return (
        f"{case}, {start.images:,} images, {'resumed' if start.resumed else 'first'} start: "
        f"{start.total:.1f} s to the end of the first step without Spark's start of "
        f"{start.spark:.1f} s ({start.opening:.1f} s Java and opening the data before it, "
        f"{start.after_spark:.1f} s after it); driver's heap at most {start.heap_peak_mib:,.0f} MiB, "
        f"at most {start.heap_live_mib:,.0f} MiB after a collection"
    )


def comparisons(case: str, start: Start) -> list[Comparison]:
    """Compares with what is to be reached."""
    name = f"{case}-{'resumed' if start.resumed else 'first'}"
    return [
        Comparison("start", name, 64, "first_step_seconds", start.total, "goal", GOALS[case]),
        Comparison("start", name, 64, "driver_heap_mib", start.heap_peak_mib, "goal", HEAP_MIB),
    ]


def json_line(comparison: Comparison, start: Start) -> str:
    return comparison.json_line(
        images=start.images,
        openingSeconds=round(start.opening, 2),
        sparkSeconds=round(start.spark, 2),
        afterSparkSeconds=round(start.after_spark, 2),
        liveHeapMib=start.heap_live_mib,
    )
