"""What was measured of the protection, kept as `benchmarks/attack.py` wrote it."""
