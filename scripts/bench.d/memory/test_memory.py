from __future__ import annotations

import json
import sys
import tempfile
import unittest
from pathlib import Path

import report
from common.contestant import Contestant, ContestantError, RunningContestant
from common.options import default_core
from measurement import Curve, watch
from peaks import Outcome, Peak, run
from training import PREDICTION, Training

# Keeps as many bytes of every run as its variant says, for 60 runs.
HOARDER = """
import json, sys
hoard = []
print(json.dumps({"version": "hoarder", "parameters": 1}), flush=True)
for run, line in enumerate(sys.stdin):
    if run < 60:
        hoard.append(b"1" * int(sys.argv[3]))
    print(json.dumps({"images": 1, "images_per_second": 1, "loss": 0}), flush=True)
"""


class TestMemory(unittest.TestCase):
    def test_is_flat_if_nothing_after_the_settled_step_is_more_than_the_tolerance_above_it(
        self,
    ) -> None:
        # Whatever came before does not count.
        start = [300.0] * 49 + [100.0]

        self.assertTrue(Curve([*start, 102, 90]).flat)
        self.assertFalse(Curve([*start, 102.1, 90]).flat)

    def test_finds_the_highest_step(self) -> None:
        curve = Curve([1.0] * 60 + [1.25, 1.25] + [1.0] * 18)

        self.assertEqual((curve.highest, curve.highest_step), (1.25, 61))

    def test_shows_the_steps_that_there_are_and_the_last_one(self) -> None:
        curve = Curve([float(step) for step in range(1, 301)])

        self.assertEqual(curve.shown(), {50: 50.0, 100: 100.0, 250: 250.0, 300: 300.0})

    def test_watches_the_resident_memory_of_the_process(self) -> None:
        growing = self.watch(str(1 << 20))

        self.assertEqual(growing.steps, 70)
        self.assertAlmostEqual(growing.at(60) - growing.at(50), 10, delta=2)
        self.assertAlmostEqual(growing.at(70) - growing.at(60), 0, delta=2)
        self.assertFalse(growing.flat)
        self.assertTrue(self.watch("0").flat)

    def test_a_step_is_compared_with_the_layout_that_needs_less(self) -> None:
        outcome = Outcome("vgg16", 16, "train", 80 << 20, Peak(1, 20 << 20, 100 << 20))
        outcome.pytorch["contiguous"] = Peak(1, 30 << 20, 130 << 20)
        outcome.pytorch["channels_last"] = Peak(1, 30 << 20, 125 << 20)
        lines = [json.loads(line) for line in report.peak_lines(outcome)]

        self.assertEqual(
            lines[0],
            {
                "bench": "memory",
                "case": "vgg16",
                "batch": 16,
                "metric": "train_peak_mib",
                "convoy": 100.0,
                "peerName": "pytorch",
                "peer": 125.0,
                "ratio": 0.8,
                "layout": "channels_last",
                "plannedMib": 80.0,
            },
        )
        self.assertEqual((lines[1]["convoy"], lines[1]["peer"]), (80.0, 95.0))

    def test_what_did_not_fit_is_said(self) -> None:
        table = report.peak_table([Outcome("resnet152", 128, "train", 30 << 30)])

        self.assertEqual(table.splitlines()[1].count("too large"), 4)
        self.assertTrue(table.endswith("30,720"))

    def test_what_a_process_prints_last_is_why_it_failed(self) -> None:
        command = (sys.executable, "-c", "import sys; sys.exit('no such network')")

        with self.assertRaisesRegex(ContestantError, "test: no such network"):
            run(command, "test")

    def test_json_compares_the_highest_with_the_settled_step(self) -> None:
        line = report.json_line("resnet20", 128, Curve([100.0] * 99 + [105.0]), pretouch=False)

        self.assertEqual(
            json.loads(line),
            {
                "bench": "memory",
                "case": "resnet20",
                "batch": 128,
                "metric": "rss_mib",
                "convoy": 105.0,
                "peerName": "step_50",
                "peer": 100.0,
                "ratio": 1.05,
                "flat": False,
                "pretouch": False,
                "steps": {"50": 100.0, "100": 105.0},
            },
        )

    def test_details_say_whether_it_is_flat(self) -> None:
        lines = report.details("lenet5", 32, "Convoy", Curve([100.0] * 60 + [101.0])).splitlines()

        self.assertEqual(lines[2].split(), ["50", "100.0", "1.000", "x"])
        self.assertIn("101.0 MiB at step 61, 1.010 x: flat (flat: at most 1.02 x)", lines[-1])

    def test_a_training_is_compared_with_what_check_says(self) -> None:
        said = PREDICTION.search("with its heap, this process takes about 2,193 MiB\n")
        training = Training("resnet50", 16, 2193, 2149.2)

        self.assertEqual(said and said[1], "2,193")
        self.assertEqual(json.loads(report.training_line(training))["ratio"], 0.98)
        self.assertEqual(
            report.training_table([training]).splitlines()[1].split(),
            ["resnet50", "16", "2,193", "2,149", "+2.0%"],
        )

    def watch(self, variant: str) -> Curve:
        hoarder = Contestant("hoarder", variant, (sys.executable, "-c", HOARDER))

        with tempfile.TemporaryDirectory() as logs:
            log = Path(logs) / "log"

            with RunningContestant(hoarder, "lenet5", 1, [default_core()], log) as process:
                return watch(process, 70)


if __name__ == "__main__":
    unittest.main()
