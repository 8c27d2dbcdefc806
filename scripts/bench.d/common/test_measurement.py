from __future__ import annotations

import os
import sys
import tempfile
import unittest
from pathlib import Path

from common.contestant import Contestant, ContestantError
from common.measurement import Outcome, Plan, measure

# A contestant with as many parameters as its variant says; it sleeps half of its time.
SLEEPER = """
import json, sys, time
print(json.dumps({"version": "sleeper", "parameters": int(sys.argv[3])}), flush=True)
for line in sys.stdin:
    seconds = float(line.split()[1])
    busy = time.process_time() + seconds / 2
    while time.process_time() < busy:
        pass
    time.sleep(seconds / 2)
    print(json.dumps({"images": 10, "images_per_second": 99, "loss": 2.3}), flush=True)
"""

DIVERGING = """
print('{"version": "diverging", "parameters": 5}', flush=True)
for line in open(0):
    print('{"images": 10, "images_per_second": 99, "loss": NaN}', flush=True)
"""

BROKEN = "raise SystemExit('no such kernel')"


def contestant(name: str, program: str, variant: str = "5") -> Contestant:
    return Contestant(name, variant, (sys.executable, "-c", program))


class TestMeasurement(unittest.TestCase):
    def setUp(self) -> None:
        logs = tempfile.TemporaryDirectory()
        self.addCleanup(logs.cleanup)
        core = min(os.sched_getaffinity(0))
        self.plan = Plan(0.01, seconds=0.1, repeats=3, core=core, logs=Path(logs.name))

    def measure(self, *contestants: Contestant) -> Outcome:
        return measure("lenet5", 10, contestants, self.plan)

    def test_takes_wall_and_cpu_time_from_outside(self) -> None:
        (measured,) = self.measure(contestant("sleeper", SLEEPER)).measured

        self.assertEqual(len(measured.slices), 3)

        for part in measured.slices:
            self.assertGreaterEqual(part.wall_seconds, 0.1)
            self.assertGreaterEqual(part.cpu_seconds, 0.05)
            self.assertLess(part.cpu_seconds, part.wall_seconds)

    def test_slow_contestants_run_less_often(self) -> None:
        slow = Contestant("slow", "5", (sys.executable, "-c", SLEEPER), max_repeats=1)
        outcome = self.measure(contestant("sleeper", SLEEPER), slow)

        counts = {one.contestant.name: len(one.slices) for one in outcome.measured}
        self.assertEqual(counts, {"sleeper": 3, "slow": 1})

    def test_the_others_go_on_when_one_fails(self) -> None:
        outcome = self.measure(contestant("broken", BROKEN), contestant("sleeper", SLEEPER))

        self.assertEqual([one.contestant.name for one in outcome.measured], ["sleeper"])
        self.assertRegex(outcome.failed["broken 5"], "^ended early: no such kernel ")

    def test_a_loss_that_is_not_finite_is_a_failure(self) -> None:
        outcome = self.measure(contestant("diverging", DIVERGING))

        self.assertRegex(outcome.failed["diverging 5"], "^reached a loss of nan ")

    def test_refuses_to_compare_different_networks(self) -> None:
        with self.assertRaisesRegex(ContestantError, "differ in parameters: .*'b 6': 6"):
            self.measure(contestant("a", SLEEPER), contestant("b", SLEEPER, "6"))

    def test_best_is_the_variant_with_most_images_for_its_cpu_time(self) -> None:
        outcome = self.measure(contestant("sleeper", SLEEPER))

        self.assertIs(outcome.best("sleeper"), outcome.measured[0])
        self.assertIsNone(outcome.best("dl4j"))


if __name__ == "__main__":
    unittest.main()
