"""Each state of a complaint promises its own day."""

from datetime import date

import pytest

from portal.complaints.intake.kinds import Promises, State, promised_on
from portal.time.working_days import WorkingDays

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("state", "promised"),
    [
        (State.NEW, date(2026, 11, 25)),
        (State.FORWARDED, date(2026, 11, 27)),
        (State.REOPENED, date(2026, 11, 27)),
        (State.ANSWERED, None),
        (State.CLOSED, None),
        (State.POSTPONED, None),
    ],
)
def test_each_state_promises_its_own_day(state: State, promised: date | None) -> None:
    assert promised_on(state, FRIDAY, promises=Promises(), calendar=WorkingDays()) == promised
