from __future__ import annotations

import unittest

import preparing
import report
from common.contestant import Contestant, Slice
from common.measurement import Measured, Outcome


def measured(name: str, rate: float) -> Measured:
    one = Contestant(name, "default", ("true",))
    return Measured(one, "1.0", [Slice(int(rate * 2), 4.0, 2.0, rate)])


class ReportTest(unittest.TestCase):
    def test_compares_with_each_peer(self) -> None:
        outcome = Outcome("cifar-crop-flip", 64)
        outcome.measured = [measured("convoy", 300), measured("torchvision", 100)]
        outcome.measured.append(measured("numpy", 150))
        found = [one for one in report.comparisons(outcome) if "cpu" in one.metric]

        ratios = {one.peer_name: one.ratio for one in found}
        self.assertEqual({"numpy": 2.0, "torchvision": 3.0}, ratios)

    def test_says_what_is_missing(self) -> None:
        failed = {"torchvision": "ended early"}
        outcome = Outcome("jpeg-rrc224", 64, [measured("convoy", 300)], failed)
        (first, _) = report.comparisons(outcome)

        self.assertIsNone(first.peer)
        self.assertIsNone(first.ratio)
        self.assertIn("ended early", report.details(outcome))


class PreparingTest(unittest.TestCase):
    def test_gives_each_file_bytes_of_its_own(self) -> None:
        jpeg = b"\xff\xd8\xff\xdb rest"
        first = preparing.with_comment(jpeg, 1)

        self.assertEqual(b"\xff\xd8\xff\xfe\x00\x0a00000001\xff\xdb rest", first)
        self.assertNotEqual(first, preparing.with_comment(jpeg, 2))


if __name__ == "__main__":
    unittest.main()
