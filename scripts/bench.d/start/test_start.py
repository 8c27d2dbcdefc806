from __future__ import annotations

import tarfile
import tempfile
import unittest
from pathlib import Path

import generate
import report
from measurement import Events, Start, find, heap


class TestStart(unittest.TestCase):
    def test_writes_an_archive_of_class_folders(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "images.tar"
            generate.write_tar(path, 25, 4, 32)

            with tarfile.open(path) as tar:
                names = tar.getnames()
                first = tar.extractfile(names[0])
                assert first is not None
                self.assertEqual(first.read(), generate.pictures(32)[0])

            self.assertEqual(len(set(names)), 25)
            self.assertEqual(len({Path(name).parent for name in names}), 4)
            self.assertEqual(names, sorted(names))

    def test_finds_the_first_round_among_the_events(self) -> None:
        other = {"Event": "SparkListenerJobStart", "Job ID": 0, "Stage Infos": []}
        stages = [{"RDD Info": [{"Name": "RoundRdd"}]}]
        events = [
            {"Event": "SparkListenerApplicationStart", "Timestamp": 1000},
            {"Event": "SparkListenerExecutorAdded", "Timestamp": 3000},
            {"Event": "SparkListenerExecutorAdded", "Timestamp": 4000},
            other,
            {"Event": "SparkListenerJobEnd", "Job ID": 0, "Completion Time": 5000},
            {"Event": "SparkListenerJobStart", "Job ID": 1, "Stage Infos": stages},
        ]

        self.assertIsNone(find(events))

        events.append({"Event": "SparkListenerJobEnd", "Job ID": 1, "Completion Time": 9500})

        self.assertEqual(find(events), Events(1.0, 3.0, 9.5))

    def test_finds_the_peak_of_the_heap(self) -> None:
        log = (
            "[1.0s] GC(0) Pause Young (Allocation Failure) 273M->61M(989M) 50ms\n"
            "[2.0s] GC(1) Pause Young (Allocation Failure) 334M->120M(989M) 50ms\n"
        )

        self.assertEqual(heap(log), (334.0, 120.0))
        self.assertEqual(heap(""), (0.0, 0.0))

    def test_leaves_out_the_start_of_spark(self) -> None:
        start = Start(False, 10, 2.0, 7.0, 3.0, 334.0, 120.0)
        seconds, mebibytes = report.comparisons("tar", start)

        self.assertEqual((seconds.convoy, seconds.peer), (5.0, 20.0))
        self.assertEqual((mebibytes.convoy, mebibytes.peer), (334.0, 1024.0))


if __name__ == "__main__":
    unittest.main()
