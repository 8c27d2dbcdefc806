"""Types of command-line options."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence

DEFAULT = "(default: %(default)s)"


def one_of(known: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    """Returns a parser of comma-separated names."""

    def parse_names(text: str) -> tuple[str, ...]:
        names = tuple(text.split(","))

        for name in names:
            if name not in known:
                raise argparse.ArgumentTypeError(
                    f"unknown name '{name}', choose from {', '.join(known)}"
                )

        return names

    return parse_names


def batch_sizes(text: str) -> tuple[int, ...]:
    return tuple(positive_int(size) for size in text.split(","))


def positive_int(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no positive whole number")

    return int(text)


def seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0

    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"'{text}' is no positive number of seconds")

    return number


def default_core() -> int:
    """Returns the last core: the first one has most interrupts to serve."""
    return max(os.sched_getaffinity(0))
