"""Promises in working days, counted in the city's time zone."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.complaints.intake.kinds import State
from portal.time.working_days import WorkingDays

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


def promised_on(
    state: State, since: date, *, promises: Promises, calendar: WorkingDays
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
    return None if days is None else calendar.after(since, days)
