"""How many objections there were."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ObjectionCounts:
    """How many objections of a cycle there were; ``publication.yearly_evaluation`` tells them.

    :ivar in_time: that were decided by their last day.
    :ivar overdue: that were decided after their last day, or still wait after it.
    """

    filed: int
    decided: int
    in_time: int
    changed: int
    overdue: int
    open: int
