"""With what the acts of the made-up city's staff are done, and on which days of the year."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import Enum, auto
from typing import TypeVar

from sqlalchemy.orm import Session

from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.rules.days import DayTest
from portal.storage.texts.key_file import Vault

MORNING = time(2)
Kept = TypeVar("Kept")


class Lateness(Enum):
    """How somebody of the made-up city is behind."""

    NONE = auto()
    PLAN_NOT_SENT = auto()
    PLAN_NOT_AGREED = auto()
    QUARTER_MISSING = auto()


@dataclass(frozen=True, slots=True)
class ActingPerson:
    """Somebody in the year: as what they serve, under whom, and since when in the cycle."""

    person_id: int
    post: str
    superior_id: int
    since: date


@dataclass(frozen=True, slots=True)
class StaffYear:
    """What the acts of the year are done with."""

    session: Session
    vault: Vault
    today: date
    cycle: Cycle
    is_working_day: DayTest
    rng: random.Random

    def moment(self, day: date) -> datetime:
        """Return the moment of an act on a day."""
        return datetime.combine(day, MORNING, UTC)

    def day(self, month: int, *, of_month: int) -> date:
        """Return a day of the year, or today where that is still ahead."""
        return min(date(self.cycle.year, month, of_month), self.today)


def kept(found: Kept | None) -> Kept:
    """Return what an act before this one wrote.

    :raises LookupError: when it is not there.
    """
    if found is None:
        raise LookupError("what the act before wrote is not there")
    return found
