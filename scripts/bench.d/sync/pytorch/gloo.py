"""Averages flat vectors among processes by PyTorch's gloo, as its users synchronise a state.

Speaks the line protocol of scripts/bench sync (docs/benchmarks.md): for each request
{"floats": F, "count": C} it does C all-reduces of F floats and answers their seconds.
"""

from __future__ import annotations

import json
import sys
import time

import torch
from torch import distributed


def all_reduces(floats: int, count: int, workers: int) -> list[float]:
    vector = torch.ones(floats)
    seconds = []

    for _ in range(count):
        distributed.barrier()
        start = time.perf_counter()
        distributed.all_reduce(vector)
        vector /= workers
        seconds.append(time.perf_counter() - start)

    return seconds


def main() -> None:
    port, workers, rank = map(int, sys.argv[1:])
    torch.set_num_threads(1)
    distributed.init_process_group(
        "gloo", init_method=f"tcp://127.0.0.1:{port}", world_size=workers, rank=rank
    )
    print(json.dumps({"version": f"gloo of PyTorch {torch.__version__}"}), flush=True)

    for line in sys.stdin:
        request = json.loads(line)
        seconds = all_reduces(request["floats"], request["count"], workers)
        print(json.dumps({"seconds": seconds}), flush=True)


if __name__ == "__main__":
    main()
