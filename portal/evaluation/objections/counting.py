"""How many objections there were, and in which ranges that may be told in public."""

from dataclasses import dataclass

# Public counts are told in tens, never below ten.
COUNT_STEP = 10


@dataclass(frozen=True, slots=True)
class ObjectionCounts:
    """How many objections of a cycle there were; told in public in ranges only.

    :ivar overdue: that were decided after their last day, or still wait after it.
    """

    filed: int
    decided: int
    changed: int
    overdue: int
    open: int


@dataclass(frozen=True, slots=True)
class CountRange:
    """A count as it may be told in public, both inclusive; from 0 for "fewer than 10"."""

    least: int
    most: int


def told_count(count: int) -> CountRange:
    """Return the range under which a count of people may be told.

    Source: staff evaluation paper 14: "fewer than 10", "10 to 19" and so on.
    """
    least = count - count % COUNT_STEP
    return CountRange(least, least + COUNT_STEP - 1)
