"""What the benchmarks share; scripts/bench puts the folder around it on Python's path."""
