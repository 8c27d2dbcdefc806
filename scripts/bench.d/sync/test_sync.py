from __future__ import annotations

import sys
import unittest

import dealing
import exchange
import heaps
import measurement
import report
import trainings
from model import Cost, Point, fit
from processes import Process

# Answers each task with three rounds of two seconds, of which its workers compute one each.
ECHO = """
import json, sys
print("a line of Spark's")
print(json.dumps({"version": "echo"}), flush=True)
for line in sys.stdin:
    task = json.loads(line)
    one = {"seconds": 2.0, "computing": float(task["workers"]), "driverBytes": 300}
    answer = {"parameters": 5, "stateBytes": 100, "rounds": [one] * 3, "seconds": 6, "loss": 1}
    print(json.dumps(answer), flush=True)
"""


# Answers each request to deal with a slow first round and two others.
DEALER = """
import json, sys
print(json.dumps({"version": "dealer"}), flush=True)
for line in sys.stdin:
    deal = json.loads(line)
    first = 5.0 if deal["shuffle"] == "full" else 1.0
    epoch = {"rounds": [first, 1.0, 1.0], "imageBytes": 9, "shuffledBytes": 2, "keptBytes": 1}
    print(json.dumps({"images": 7, "epochs": [epoch] * deal["epochs"]}), flush=True)
"""


# A member for which the n-th exchange takes n times as many seconds as its argument says.
MEMBER = """
import json, sys
print(json.dumps({"version": "member"}), flush=True)
for line in sys.stdin:
    count = json.loads(line)["count"]
    print(json.dumps({"seconds": [n * float(sys.argv[1]) for n in range(1, count + 1)]}), flush=True)
"""


class TestSync(unittest.TestCase):
    def test_an_exchange_takes_as_long_as_its_slowest_member(self) -> None:
        with (
            Process("fast", [sys.executable, "-c", MEMBER, "0.001"]) as fast,
            Process("slow", [sys.executable, "-c", MEMBER, "0.002"]) as slow,
        ):
            found = exchange.turns(
                "exchange-138M", 2, {"none": [slow, fast], "gloo": [fast, fast]}, 1
            )

        self.assertEqual([2.0, 4.0, 6.0], found.times["none"].milliseconds)
        self.assertEqual([1.0, 2.0, 3.0], found.times["gloo"].milliseconds)
        ((comparison, more),) = found.comparisons()
        self.assertEqual(2.0, comparison.ratio)
        self.assertEqual(("none", 2, 2.0), (more["contestant"], more["workers"], more["fastest"]))
        self.assertIn("2.00", exchange.table([found]).splitlines()[1])

    def test_a_round_of_n_workers_has_n_small_steps(self) -> None:
        task = trainings.rounds("round-0.27M", workers=4, count=10)

        self.assertEqual((task.model, task.images, task.every), ("resnet20", 80, 1))

    def test_subtracts_what_the_slots_compute_side_by_side(self) -> None:
        with Process("echo", (sys.executable, "-c", ECHO)) as process:
            (two, eight) = measurement.rounds(
                ["round-0.06M"], [2, 8], {"local": process}, count=3, repeats=2
            )

        # Two slots: each computes for one second of two workers, for four of eight.
        self.assertEqual((two.milliseconds, eight.milliseconds), (1000, -2000))
        self.assertEqual((len(two.beyond), two.states_through_driver), (6, 3))

    def test_lowers_a_heap_until_it_is_too_small(self) -> None:
        tried: list[int] = []

        def passes(heap: int) -> bool:
            tried.append(heap)
            return heap >= 840

        self.assertEqual(heaps.least(1000, passes), heaps.Needed(1000, 850, 800))
        self.assertEqual(tried, [1000, 900, 800, 850])

    def test_raises_a_heap_that_is_too_small(self) -> None:
        need = heaps.least(1000, lambda heap: heap >= 1170)

        self.assertEqual(need, heaps.Needed(1000, 1200, 1100))

    def test_does_not_go_below_the_floor(self) -> None:
        need = heaps.least(460, lambda heap: True, floor=450)

        self.assertEqual(need, heaps.Needed(460, 450, None))

    def test_deals_in_turns_and_warms_up(self) -> None:
        deal = dealing.Deal("", images=7, side=1, chunkSize=2, epochs=3)

        with Process("dealer", (sys.executable, "-c", DEALER)) as process:
            answers = dealing.measure(process, deal, dealing.KINDS, dealing.Turns(1, 2))

        self.assertEqual({kind: len(each) for kind, each in answers.items()}, {kind: 2 for kind in dealing.KINDS})
        (epoch, *_) = answers["full"][0]["epochs"]
        self.assertEqual(dealing.start_delay(epoch), 4)
        self.assertEqual(dealing.seconds(epoch), 7)
        self.assertEqual(dealing.start_delay(answers["chunks"][1]["epochs"][2]), 0)

    def test_finds_the_coefficients_of_what_the_model_made(self) -> None:
        cost = Cost(latency=20, per_wave=1.5, per_million=8)
        points = [
            Point(floats, workers, cost.milliseconds(floats, workers))
            for floats in (120_000, 540_000, 22_000_000)
            for workers in (2, 4, 8)
        ]
        found = fit(points)

        assert found is not None
        self.assertAlmostEqual(found.latency, 20)
        self.assertAlmostEqual(found.per_wave, 1.5)
        self.assertAlmostEqual(found.per_million, 8)

    def test_leaves_out_a_coefficient_that_would_be_negative(self) -> None:
        points = [Point(1_000_000, 2, 30), Point(1_000_000, 4, 50), Point(2_000_000, 2, 60)]
        found = fit(points)

        assert found is not None
        self.assertGreaterEqual(min(found.latency, found.per_wave, found.per_million), 0)

    def test_a_mean_in_the_executors_pays_for_many_of_them(self) -> None:
        cost = Cost(latency=50, per_wave=1, per_million=5)

        def round_of(executors: int, reduced: bool) -> float:
            return cost.predicted(22_000_000, executors, gigabits=10, reduced=reduced)

        self.assertLess(round_of(64, True), round_of(64, False) / 5)
        self.assertEqual(len(report.predictions(cost).splitlines()), 2 + 3 * 3 * 2)


if __name__ == "__main__":
    unittest.main()
