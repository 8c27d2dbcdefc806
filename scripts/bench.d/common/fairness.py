"""What must hold for a comparison to be fair."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from common.contestant import ContestantError, RunningContestant


def check_same_network(running: Sequence[RunningContestant]) -> None:
    """Refuses to compare networks that differ in their number of parameters."""
    counts = {process.contestant.label: process.parameters for process in running}

    if len(set(counts.values())) > 1:
        raise ContestantError(f"The contestants' networks differ in parameters: {counts}")


def warn_of_slow_blas(process: RunningContestant) -> None:
    """Tells when a contestant is measured below its worth."""
    if process.blas is not None and "/blas/libblas" in process.blas:
        print(
            f"Warning: {process.contestant.label} computes with the slow reference BLAS "
            f"({process.blas}). On Debian: apt-get install libopenblas0-pthread",
            file=sys.stderr,
        )


def warn_of_forced_blas_kernel() -> None:
    forced = os.environ.get("OPENBLAS_CORETYPE")

    if forced:
        print(
            f"Warning: OPENBLAS_CORETYPE={forced} forces a kernel on the peers' BLAS; unset it "
            "unless this machine needs it.",
            file=sys.stderr,
        )
