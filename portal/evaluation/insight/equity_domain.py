"""Decisions after the equity check, as values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EquityDecisionKind(StrEnum):
    """What the office decides where a difference was flagged two years running."""

    WEIGHT_ZERO = "weight_zero"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class EquityDecided:
    """What was decided after two flagged years, for everybody on the staff to read."""

    kind: EquityDecisionKind
    reason: str
    decided_by: str
    decided_on: date
