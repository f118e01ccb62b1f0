"""What is measured, against what, and how to repeat it: `make bench` (docs/performance.md)."""

import os

# As the portal does, for measurements that import numbers before it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
