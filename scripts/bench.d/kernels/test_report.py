from __future__ import annotations

import json
import unittest

import report
from common.contestant import Contestant, Slice
from common.measurement import Measured, Outcome


def measured(name: str, variant: str, *images: int) -> Measured:
    """A contestant that made so many images a slice, each of 2 s of which 1 s computing."""
    slices = [Slice(count, 2.0, 1.0, count / 2.0) for count in images]
    return Measured(Contestant(name, variant, ()), "1.0", slices)


class TestReport(unittest.TestCase):
    outcome = Outcome(
        "resnet20",
        128,
        [
            measured("convoy", "default", 100, 300, 330),
            measured("pytorch", "contiguous", 100),
            measured("pytorch", "channels_last", 150),
            measured("libtorch", "contiguous", 200),
        ],
        {"dl4j": "ended early"},
    )

    def test_json_lines_compare_medians_with_the_best_variant_of_every_peer(self) -> None:
        lines = report.json_lines([self.outcome], ["pytorch", "libtorch", "dl4j"])
        rows = [json.loads(line) for line in lines]

        self.assertEqual(
            rows[0],
            {
                "bench": "kernels",
                "case": "resnet20",
                "batch": 128,
                "metric": "images_per_cpu_second",
                "convoy": 300.0,
                "peerName": "pytorch",
                "peer": 150.0,
                "ratio": 2.0,
            },
        )
        by_metric = {(row["metric"], row["peerName"]): row["ratio"] for row in rows}
        self.assertEqual(
            by_metric,
            {
                ("images_per_cpu_second", "pytorch"): 2.0,
                ("images_per_cpu_second", "libtorch"): 1.5,
                ("images_per_cpu_second", "dl4j"): None,
                ("images_per_second", "pytorch"): 2.0,
                ("images_per_second", "libtorch"): 1.5,
                ("images_per_second", "dl4j"): None,
            },
        )

    def test_table_compares_with_the_better_torch(self) -> None:
        lines = report.table([self.outcome], ["pytorch", "libtorch", "dl4j"]).splitlines()

        self.assertEqual(lines[0].split()[-4:], ["/", "torch", "/", "dl4j"])
        self.assertEqual(
            lines[1].split(),
            "resnet20 128 images/CPU-s 300.0 150.0 200.0 missing 1.50 x missing".split(),
        )

    def test_bf16_is_compared_with_autocast_and_with_the_own_f32(self) -> None:
        outcome = Outcome(
            "resnet20",
            128,
            [
                measured("convoy", "auto", 300),
                measured("convoy", "auto:bf16", 540),
                measured("libtorch", "contiguous", 200),
                measured("libtorch", "contiguous:bf16", 270),
                measured("libtorch", "channels_last:bf16", 360),
            ],
        )
        precisions = ["f32", "bf16"]
        rows = [json.loads(line) for line in report.json_lines([outcome], ["libtorch"], precisions)]
        lines = report.table([outcome], ["libtorch"], precisions).splitlines()

        self.assertEqual([row["ratio"] for row in rows[::1] if row["convoy"] == 300.0], [1.5])
        self.assertEqual(
            [(row["peerName"], row["ratio"]) for row in rows if row.get("precision") == "bf16"][:2],
            [("libtorch", 1.5), ("convoy f32", 1.8)],
        )
        self.assertEqual(
            lines[3].split(),
            "resnet20 bf16 128 images/CPU-s 540.0 360.0 1.50 x 1.80 x".split(),
        )

    def test_table_without_torch_has_no_column_for_it(self) -> None:
        header = report.table([self.outcome], ["dl4j"]).splitlines()[0]

        self.assertEqual(header.split(), "case batch metric convoy dl4j / dl4j".split())

    def test_a_missing_convoy_has_no_ratio(self) -> None:
        outcome = Outcome("lenet5", 32, [measured("dl4j", "default", 10)])
        (row, _) = (json.loads(line) for line in report.json_lines([outcome], ["dl4j"]))

        self.assertEqual((row["convoy"], row["peer"], row["ratio"]), (None, 10.0, None))

    def test_details_name_what_is_missing_and_why(self) -> None:
        lines = report.details(self.outcome, {"libtorch": "not fetched"}).splitlines()

        self.assertEqual(lines[0], "resnet20, batch 128")
        self.assertIn("libtorch                   missing: not fetched", lines[5])
        self.assertIn("dl4j                       missing: ended early", lines[6])


if __name__ == "__main__":
    unittest.main()
