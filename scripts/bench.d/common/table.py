"""Tables of results as text."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def cell(number: float | None, form: str) -> str:
    return "missing" if number is None else form.format(number)


def ratio(ours: float | None, theirs: float | None) -> float | None:
    return None if ours is None or theirs is None else round(ours / theirs, 3)


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
