"""Allowances of a limit: a keyed name, a budget and when it expires."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Limit(StrEnum):
    """Which allowance is spent; when several are spent, the first of this order is reported."""

    DEVICE = "device"
    NETWORK = "network"
    DESK = "desk"
    PRESENCE = "presence"


class BudgetSpent(Exception):
    """A rating must wait: ``limit`` says for what, ``retry_at`` until when."""

    def __init__(self, limit: Limit, retry_at: datetime) -> None:
        super().__init__(f"the {limit} budget is spent")
        self.limit = limit
        self.retry_at = retry_at


class ProtectionOff(Exception):
    """The limiter's storage cannot be reached, so the open channel must stay closed."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """What the limits use of the sender of an open rating: a random cookie and a network address.

    Neither is ever stored; both only enter a hash whose key is destroyed at midnight.
    """

    device: str
    address: str


@dataclass(frozen=True, slots=True)
class Allowance:
    """A counter in the limiter's storage: ``budget`` uses until ``expires_at``."""

    limit: Limit
    name: str
    budget: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Charge:
    """Allowances that are tested and used together, all or none.

    ``submission`` names the form: one that was let in before is let in again without using
    anything, so that a second tap, or a try after a failure, is never refused. ``stopped``
    counts how many were refused; ``stopped_once`` keeps a person who tries again from being
    counted twice.
    """

    submission: str
    allowances: tuple[Allowance, ...]
    stopped: str
    stopped_once: str
    midnight: datetime


class AllowanceStorage(Protocol):
    """Where allowances are counted; every method is one round trip at the most."""

    def charge(self, ask: Callable[[bytes], Charge], *, now: datetime) -> Allowance | None:
        """Use every allowance once, or none and return the first that is spent.

        :param ask: builds the charge from the key of the day.
        :raises ProtectionOff: when the storage cannot be reached.
        """

    def counts(self, names: list[str]) -> list[int]:
        """Return how often each of ``names`` was used.

        :raises ProtectionOff: when the storage cannot be reached.
        """
