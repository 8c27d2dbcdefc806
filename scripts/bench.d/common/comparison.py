"""Results as JSON lines and as tables."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Comparison:
    """Convoy's figure beside another one; None stands for missing."""

    bench: str
    case: str
    batch: int
    metric: str
    convoy: float | None
    peer_name: str
    peer: float | None

    @property
    def ratio(self) -> float | None:
        return ratio(self.convoy, self.peer)

    def json_line(self, **more: object) -> str:
        """Returns the object that docs/benchmarks.md describes, followed by ``more``."""
        return json.dumps(
            {
                "bench": self.bench,
                "case": self.case,
                "batch": self.batch,
                "metric": self.metric,
                "convoy": self.convoy,
                "peerName": self.peer_name,
                "peer": self.peer,
                "ratio": self.ratio,
                **more,
            }
        )


def table(comparisons: Sequence[Comparison]) -> str:
    """Returns one row for each comparison."""
    rows = [["case", "batch", "metric", "convoy", "peer", "", "ratio"]]
    rows += [
        [
            one.case,
            str(one.batch),
            one.metric,
            cell(one.convoy, "{:,.2f}"),
            one.peer_name,
            cell(one.peer, "{:,.2f}"),
            cell(one.ratio, "{:.3f}"),
        ]
        for one in comparisons
    ]
    return aligned(rows, left=(0, 2, 4))


def ratio(ours: float | None, theirs: float | None) -> float | None:
    return None if ours is None or theirs is None else round(ours / theirs, 3)


def cell(number: float | None, form: str) -> str:
    return "missing" if number is None else form.format(number)


def aligned(rows: Sequence[Sequence[str]], left: Collection[int]) -> str:
    """Returns rows as text with the columns in ``left`` flush left and the others flush right."""
    widths = [max(len(text) for text in column) for column in zip(*rows, strict=True)]
    lines = []

    for row in rows:
        cells = [
            text.ljust(width) if index in left else text.rjust(width)
            for index, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())

    return "\n".join(lines)
