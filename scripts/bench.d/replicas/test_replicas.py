from __future__ import annotations

import json
import os
import sys
import tempfile
import unittest
from pathlib import Path

import report
from common.contestant import Contestant
from measurement import Outcome, Plan, Rates, alone, apart, measure, together

# Makes 10 images for each replica in every run and says that this took 0.1 s; tells its standard
# error, which is its log, how many replicas and which cores it has.
COUNTER = """
import json, os, sys
replicas = int(sys.argv[4]) if len(sys.argv) > 4 else 1
print(replicas, sorted(os.sched_getaffinity(0)), file=sys.stderr, flush=True)
print(json.dumps({"version": "counter", "parameters": 5}), flush=True)
for line in sys.stdin:
    answer = {"images": 10 * replicas, "images_per_second": 100 * replicas, "loss": 2.3}
    print(json.dumps(answer), flush=True)
"""


def counter(name: str) -> Contestant:
    return Contestant(name, "default", (sys.executable, "-c", COUNTER))


class TestReplicas(unittest.TestCase):
    def test_adds_up_the_replicas_own_rates(self) -> None:
        with tempfile.TemporaryDirectory() as logs:
            outcome = self.measure(logs)

        rates = {name: outcome.median(name, "images_per_second") for name in outcome.rates}
        self.assertEqual(
            rates,
            {
                together("convoy"): 200,
                apart("convoy"): 200,
                alone("convoy"): 100,
                apart("pytorch"): 200,
                alone("pytorch"): 100,
            },
        )
        self.assertEqual({len(every) for every in outcome.rates.values()}, {3})

    def test_pins_one_process_to_both_cores_and_two_to_one_each(self) -> None:
        first, second = self.cores()

        with tempfile.TemporaryDirectory() as logs:
            self.measure(logs)
            said = {log.stem: log.read_text().strip() for log in Path(logs).iterdir()}

        self.assertEqual(said[f"lenet5-8-convoy-{first}-{second}"], f"2 {[first, second]}")
        self.assertEqual(said[f"lenet5-8-convoy-{first}"], f"1 {[first]}")
        self.assertEqual(said[f"lenet5-8-pytorch-{second}"], f"1 {[second]}")

    def test_compares_one_jvm_with_two_processes_and_scaling_with_pytorch(self) -> None:
        outcome = Outcome(
            "lenet5",
            8,
            {
                together("convoy"): [Rates(160, 90), Rates(180, 90), Rates(900, 90)],
                apart("convoy"): [Rates(200, 100)],
                alone("convoy"): [Rates(100, 100)],
                apart("pytorch"): [Rates(80, 10)],
                alone("pytorch"): [Rates(50, 10)],
            },
        )
        rows = [json.loads(one.json_line()) for one in report.comparisons(outcome)]

        self.assertEqual(
            rows[0],
            {
                "bench": "replicas",
                "case": "lenet5",
                "batch": 8,
                "metric": "images_per_second",
                "convoy": 180,
                "peerName": "two_processes",
                "peer": 200,
                "ratio": 0.9,
            },
        )
        scaling = [rows[2][key] for key in ("metric", "convoy", "peerName", "peer", "ratio")]
        self.assertEqual(scaling, ["two_processes_against_one", 2.0, "pytorch", 1.6, 1.25])

    def test_without_pytorch_its_scaling_is_missing(self) -> None:
        outcome = Outcome("lenet5", 8, {together("convoy"): [Rates(97, 1)]})
        outcome.rates[apart("convoy")] = [Rates(100, 1)]
        outcome.rates[alone("convoy")] = [Rates(50, 1)]
        first, _, scaling = report.comparisons(outcome)

        self.assertEqual((scaling.convoy, scaling.peer, scaling.ratio), (2.0, None, None))
        self.assertTrue(report.verdict(first).endswith(" two processes, the 0.97 x aimed at"))

    def test_the_verdict_tells_a_missed_target(self) -> None:
        outcome = Outcome("lenet5", 8, {together("convoy"): [Rates(96, 1)]})
        outcome.rates[apart("convoy")] = [Rates(100, 1)]
        first = next(report.comparisons(outcome))

        self.assertTrue(report.verdict(first).endswith(" two processes, not the 0.97 x aimed at"))

    def measure(self, logs: str) -> Outcome:
        plan = Plan(0.01, seconds=0.01, repeats=3, cores=self.cores(), logs=Path(logs))
        return measure("lenet5", 8, [counter("convoy"), counter("pytorch")], plan)

    def cores(self) -> tuple[int, int]:
        cores = sorted(os.sched_getaffinity(0))

        if len(cores) < 2:
            self.skipTest("needs two cores")

        return cores[0], cores[1]


if __name__ == "__main__":
    unittest.main()
