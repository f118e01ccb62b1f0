"""When a desk is open in a week."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class OpeningSpan:
    """A desk is open on ``weekday`` (0 is Monday) from ``opens`` to ``closes``, local time."""

    weekday: int
    opens: time
    closes: time
