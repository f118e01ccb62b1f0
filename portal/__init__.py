"""Suara Loket: citizens rate service desks anonymously, the city publishes it fairly."""

import os

# Sums here are small: threads of the linear algebra would wait for each other, at full load, for
# longer than they compute. It reads this once, when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
