"""A night of signs and the yearly equity check for a city of 5,000 rated people.

Everybody has a rating with seven steps and a reason, colleagues' folded figure and a staff number,
from which the check reads sex and year of birth; every tenth appraiser is mild, every tenth rates
everybody alike. The rows are written in bulk, then the two jobs run as the night runs them.
"""

import resource
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from benchmarks.context import Context
from benchmarks.ratio import Ratio
from benchmarks.staff_city import GROUP, head_of, staff_city, without_rules, written
from portal.evaluation.appraisals.yearly_models import YearlyEvaluation, YearlyRating, YearlyStep
from portal.evaluation.insight.equity_models import EquityDifferenceRow
from portal.evaluation.insight.equity_run import check_closed_years
from portal.evaluation.insight.models import SignalNote
from portal.evaluation.insight.night_run import look_again
from portal.evaluation.peer_feedback.models import PeerOutcome, PeerRound
from portal.evaluation.plans.domain import BehaviourValue
from portal.organisation.people.models import Officer
from portal.web.extensions import db, vault

PEOPLE, SECONDS, MEGABYTES = 5_000, 60, 300
FEWER = 10
FIRST_RATED = 2
RATED_AT = datetime(2027, 1, 5, 3, tzinfo=UTC)
NIGHT, LATER = date(2027, 1, 13), date(2027, 4, 2)
BETWEEN_FORMS = timedelta(minutes=7)
FILLED = (
    "officer",
    "yearly_evaluation",
    "yearly_rating",
    "yearly_step",
    "peer_round",
    "peer_outcome",
    "evaluation_cycle",
)
FINAL: dict[str, Any] = {
    "state": "final",
    "confirmed_by": YearlyEvaluation.appraiser_id,
    "confirmed_at": RATED_AT,
    "delivered_on": date(2027, 1, 20),
    "received_on": date(2027, 1, 20),
    "receipt": "deemed",
    "object_until": date(2027, 2, 3),
}


def measure(context: Context) -> list[Ratio]:
    """Let a night look for signs and check the closed year, on both databases."""
    people = context.people or (PEOPLE // FEWER if context.is_quick else PEOPLE)
    return [ratio for kind in ("sqlite", "postgresql") for ratio in _on(context, kind, people)]


def _on(context: Context, kind: str, people: int) -> list[Ratio]:
    with (
        staff_city(context, kind, people=people, is_worked=False) as app,
        app.test_request_context(),
    ):
        session = db.session()
        without_rules(session, tables=FILLED)
        fill(session, people=people)
        night = timed(lambda: look_again(session, unlock=vault().unlock, today=NIGHT))
        noted = _count(session, SignalNote)
        close(session)
        check = timed(lambda: check_closed_years(session, today=LATER))
        differences = _count(session, EquityDifferenceRow)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    about = f"of {people:,} people, {kind}"
    return [
        Ratio(f"a night of signs {about}", night, SECONDS, unit="s", detail={"notes": noted}),
        Ratio(
            f"the equity check {about}",
            check,
            SECONDS,
            unit="s",
            detail={"differences kept": differences},
        ),
        Ratio(f"both {about}: memory, with making the city", peak, MEGABYTES, unit="MB"),
    ]


def timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _count(session: Session, record: Any) -> int:
    return session.scalar(select(func.count()).select_from(record)) or 0


def fill(session: Session, *, people: int) -> None:
    """Rate everybody, and leave colleagues' figures as a folded round leaves them; commits."""
    rated = range(FIRST_RATED, people + FIRST_RATED)
    for person in rated:
        values = {"number": staff_number(person), "kind": "pppk" if person % 4 == 0 else "pns"}
        session.execute(update(Officer).where(Officer.id == person).values(values))
    session.commit()
    reason, example = vault().lock("Berkas tepat waktu sepanjang tahun."), vault().lock("12 Mei")
    # The first text makes the key, which was asked for in a transaction that only reads.
    session.commit()
    written(session, YearlyEvaluation, (_year(each) for each in rated))
    written(session, YearlyRating, (_rating(each, reason=reason) for each in rated))
    written(session, YearlyStep, steps_of_all(rated, example=example))
    days = {"opens_on": date(2026, 11, 9), "closes_on": date(2026, 11, 20)}
    reminders = {"first_reminder_on": date(2026, 11, 12), "reminder_on": date(2026, 11, 18)}
    one = {"cycle_id": 1, "state": "folded", "recorded_on": date(2026, 9, 25)}
    written(session, PeerRound, iter([{**one, **days, **reminders}]))
    written(session, PeerOutcome, (_figure(each) for each in rated))
    session.execute(text("ANALYZE"))
    session.commit()


def close(session: Session) -> None:
    """Let every result be final and the cycle closed; commits."""
    session.execute(update(YearlyEvaluation).values(FINAL))
    session.execute(text("UPDATE evaluation_cycle SET state = 'closed'"))
    session.commit()
    session.expire_all()


def staff_number(person: int) -> str:
    """Return a staff number of its own: birth, first year of service, sex, order."""
    born = f"{1966 + person % 35}{1 + person // 35 % 12:02}{1 + person // 420 % 28:02}"
    return f"{born}{1990 + person % 30}01{1 + person // 3 % 2}{person % 1000:03}"


def step_of(person: int, place: int) -> int:
    """Return one of a person's seven steps: by the appraiser's manner, else as it falls."""
    manner = (head_of(person) - FIRST_RATED) // GROUP % 10
    if manner == 0:
        return 4
    as_it_falls = 3 + (person * 7 + place * 3) % 2
    return min(5, as_it_falls + 1) if manner == 1 else as_it_falls


def steps_of_all(rated: range, *, example: bytes) -> Iterator[dict[str, Any]]:
    for person in rated:
        for place, value in enumerate(BehaviourValue):
            step = step_of(person, place)
            yield {
                "rating_id": person,
                "value": value,
                "step": step,
                "example": example if step == 5 else None,
            }


def _year(person: int) -> dict[str, Any]:
    levels = {"result_level": "meets", "behaviour_level": "meets", "predicate": "good"}
    place = {"id": person, "plan_id": person, "person_id": person, "cycle_id": 1}
    return {**place, **levels, "state": "rated", "revision": 2, "appraiser_id": head_of(person)}


def _rating(person: int, *, reason: bytes) -> dict[str, Any]:
    levels = {"result_level": "meets", "behaviour_level": "meets", "behaviour_reason": reason}
    at = RATED_AT + (person % GROUP) * BETWEEN_FORMS
    who = {"appraiser_id": head_of(person), "made_at": at}
    return {"id": person, "evaluation_id": person, "number": 1, **who, **levels}


def _figure(person: int) -> dict[str, Any]:
    half_steps = 6 + person * 5 % 3
    return {"round_id": 1, "person_id": person, "state": "folded", "half_steps": half_steps}
