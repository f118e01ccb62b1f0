"""Promises in working days: Monday to Friday without holidays, counted in the city's zone."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

from portal.complaints.intake.states import State

SATURDAY = 5
# How long nobody else works on an item that somebody has claimed.
CLAIM_LASTS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Promises:
    """How many working days each step may take; defaults of SP4N-LAPOR!, local policy.

    Source: complaints paper (3 to verify, 5 to answer, 10 for the citizen's response).
    """

    verify_days: int = 3
    answer_days: int = 5
    response_days: int = 10


def is_working_day(day: date, *, holidays: AbstractSet[date]) -> bool:
    """Return whether offices are open on ``day``."""
    return day.weekday() < SATURDAY and day not in holidays


def add_working_days(start: date, days: int, *, holidays: AbstractSet[date]) -> date:
    """Return the ``days``-th working day after ``start``; ``start`` itself is not counted.

    :param days: zero or more; zero gives ``start`` itself, working day or not.
    """
    day = start
    for _ in range(days):
        day += timedelta(days=1)
        while not is_working_day(day, holidays=holidays):
            day += timedelta(days=1)
    return day


def working_days_between(start: date, end: date, *, holidays: AbstractSet[date]) -> int:
    """Return how many working days lie after ``start`` up to and including ``end``."""
    span = (end - start).days
    days = (start + timedelta(days=offset) for offset in range(1, span + 1))
    return sum(is_working_day(day, holidays=holidays) for day in days)


def promised_on(
    state: State, since: date, *, promises: Promises, holidays: AbstractSet[date]
) -> date | None:
    """Return the day by which the office promised its next step, or None where it owes none.

    :param since: the day on which the complaint came into ``state``.
    """
    days = {
        State.NEW: promises.verify_days,
        State.VERIFIED: promises.verify_days,
        State.FORWARDED: promises.answer_days,
        State.IN_PROGRESS: promises.answer_days,
        State.REOPENED: promises.answer_days,
    }.get(state)
    return None if days is None else add_working_days(since, days, holidays=holidays)
