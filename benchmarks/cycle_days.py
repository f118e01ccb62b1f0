"""Opening a cycle for 5,000 people, and closing a period of which nobody reported anything."""

import resource
import time
from collections.abc import Callable
from datetime import date

from benchmarks.context import Context
from benchmarks.ratio import Ratio
from benchmarks.staff_city import NOW, staff_city
from portal.evaluation.cycles import queries, service
from portal.evaluation.cycles.domain import quarter_ends
from portal.evaluation.realisations.silence_tasks import remind_of_silence
from portal.evaluation.rules.states import PeriodState
from portal.web.extensions import db
from tests.factories.cycles import is_weekday

PEOPLE, SECONDS, MEGABYTES = 5_000, 60, 300
FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)


def measure(context: Context) -> list[Ratio]:
    """Open the next year and close a period on both databases.

    With a period's closing goes the night in which everybody is reminded of 60,000 indicators.
    """
    return [ratio for kind in ("sqlite", "postgresql") for ratio in _on(context, kind)]


def _on(context: Context, kind: str) -> list[Ratio]:
    people = PEOPLE // 10 if context.is_quick else PEOPLE
    with (
        staff_city(context, kind, people=people, is_worked=False) as app,
        app.test_request_context(),
    ):
        opening, closing = timed(open_next), timed(close_period)
        began = time.perf_counter()
        reminded = remind_of_silence(db.session())
        night = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    about = f"for {people:,} people, {kind}"
    return [
        Ratio(f"opening a cycle {about}", opening, SECONDS, unit="s"),
        Ratio(
            f"closing a period with its night of reminders {about}",
            closing + night,
            SECONDS,
            unit="s",
            detail={"indicators reminded of": f"{reminded:,}"},
        ),
        Ratio(
            f"opening and closing {about}: memory, with making the city",
            peak,
            MEGABYTES,
            unit="MB",
        ),
    ]


def timed(do: Callable[[], None]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def open_next() -> None:
    """Open the cycle of the next year."""
    session = db.session()
    command = service.CreateCycle(FIRST.year, FIRST, LAST, quarter_ends(FIRST, LAST))
    cycle_id = service.create_cycle(session, command)
    opening = service.Opening("Kantor Kinerja", NOW, NOW.date())
    service.open_cycle(session, cycle_id, opening=opening, is_working_day=is_weekday)


def close_period() -> None:
    """Bring the first period of the running year to its end."""
    session = db.session()
    cycle = queries.cycle_on(session, NOW.date())
    if cycle is None:
        raise RuntimeError("no cycle runs")
    for state in (PeriodState.REPORTING, PeriodState.EVALUATED):
        service.move_period(session, cycle.id, number=1, to=state)
