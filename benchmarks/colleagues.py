"""How long drawing, a night and folding take for a city of 5,000 with 30,000 answers.

The answers are put into the database sealed and marked as the portal does it. Each step runs in
a process of its own: python -m benchmarks.colleagues URL KEYS_DIR DAY
"""

import json
import random
import resource
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import create_engine, insert
from sqlalchemy.orm import Session

from benchmarks.context import Context, Unavailable
from benchmarks.ratio import Ratio
from benchmarks.serving import ROOT
from portal.accounts.staff.models import Account
from portal.evaluation.cycles.domain import quarter_ends
from portal.evaluation.cycles.service import CreateCycle, Opening, create_cycle, open_cycle
from portal.evaluation.peer_feedback import box_queries
from portal.evaluation.peer_feedback.domain import LISTED, round_days
from portal.evaluation.peer_feedback.key_holding import day_key
from portal.evaluation.peer_feedback.models import PeerBox
from portal.evaluation.peer_feedback.payloads import Answer, sealed
from portal.evaluation.peer_feedback.round_decisions import PlanRound, plan_round
from portal.evaluation.peer_feedback.round_run import run_rounds
from portal.organisation.people.models import KeptLine, Officer, PersonPost
from portal.organisation.places.models import AgencyRow, UnitRow
from portal.storage.database import Base, engine_options
from portal.storage.sealing.keys import KeyStore
from portal.storage.sealing.rows import new_token
from portal.time.working_days import WorkingDays

MOST_SECONDS, MOST_MEGABYTES = 60.0, 300.0
PEOPLE, OF_A_UNIT, ANSWERS = 5_000, 25, 30_000
FEWER = 10
LONG_AGO, PLANNED_ON, OPENS_ON = date(2020, 1, 1), date(2026, 9, 1), date(2026, 11, 9)
NOW = datetime(2026, 1, 5, 3, tzinfo=UTC)
CALENDAR = WorkingDays()
DAY = timedelta(days=1)
AFTER = date(2026, 12, 1)


def measure(context: Context) -> list[Ratio]:
    """Draw, let a night pass and fold on both databases."""
    people = context.people or (PEOPLE // FEWER if context.is_quick else PEOPLE)
    answers = people * ANSWERS // PEOPLE
    return [
        ratio
        for kind in ("sqlite", "postgresql")
        for ratio in _on(context, kind, people=people, answers=answers)
    ]


def _on(context: Context, kind: str, *, people: int, answers: int) -> list[Ratio]:
    url, keys = context.new_database(kind), context.new_folder("keys") / "colleagues"
    make_city(url, keys, people=people)
    found = {"drawing": _step(url, keys, OPENS_ON)}
    fill(url, keys, answers=answers)
    found["a night of"] = _step(url, keys, OPENS_ON + DAY)
    found["folding"] = _step(url, keys, AFTER)
    return [ratio for what, step in found.items() for ratio in _ratios(what, kind, step, people)]


def _ratios(what: str, kind: str, step: dict[str, float], people: int) -> list[Ratio]:
    about = f"{what} a round of {people:,} people, {kind}"
    return [
        Ratio(about, step["seconds"], MOST_SECONDS, unit="s"),
        Ratio(f"{about}: memory", step["megabytes"], MOST_MEGABYTES, unit="MB"),
    ]


def _step(url: str, keys: Path, day: date) -> dict[str, float]:
    result = subprocess.run(
        [sys.executable, "-m", "benchmarks.colleagues", url, str(keys), day.isoformat()],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(result.stdout)
    return found


def make_city(url: str, keys: Path, *, people: int) -> None:
    """Make units of 25 with a superior each, an open cycle and a planned round."""
    engine = create_engine(url, **engine_options(url))
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(AgencyRow(code="rekan", name="Dinas Rekan", kind="dinas"))
        session.flush()
        units = range(1, people // OF_A_UNIT + 1)
        session.execute(
            insert(UnitRow), [{"code": f"u{n}", "name": f"Unit {n}", "agency_id": 1} for n in units]
        )
        numbers = range(1, people + 1)
        blank = {"badge_name": "", "badge_number": "", "kind": "pns"}
        session.execute(insert(Officer), [{"name": f"Orang {n}", **blank} for n in numbers])
        session.execute(insert(PersonPost), [_post(n) for n in numbers])
        lines = [(n, head) for n in numbers if n != (head := _head(n))]
        line = {"kind": "definitive", "starts_on": LONG_AGO}
        session.execute(
            insert(KeptLine), [{"person_id": n, "superior_id": head, **line} for n, head in lines]
        )
        session.execute(insert(Account), [_account(n) for n in numbers])
        session.commit()
        first, last = date(2026, 1, 1), date(2026, 12, 31)
        cycle = create_cycle(session, CreateCycle(2026, first, last, quarter_ends(first, last)))
        opening = Opening("made up", NOW, NOW.date())
        open_cycle(session, cycle, opening=opening, is_working_day=CALENDAR.includes)
        days = round_days(PLANNED_ON, opens_on=OPENS_ON, open_days=10, calendar=CALENDAR)
        plan_round(session, KeyStore(keys), command=PlanRound(cycle, days, first))
    engine.dispose()


def _head(number: int) -> int:
    return (number - 1) // OF_A_UNIT * OF_A_UNIT + 1


def _post(number: int) -> dict[str, object]:
    return {
        "person_id": number,
        "title": "Pengelola Layanan",
        "agency_id": 1,
        "unit_id": (number - 1) // OF_A_UNIT + 1,
        "is_head": number == _head(number),
        "kind": "definitive",
        "starts_on": LONG_AGO,
    }


def _account(number: int) -> dict[str, object]:
    return {
        "email": f"orang{number}@example.go.id",
        "name": f"Orang {number}",
        "officer_id": number,
        "is_active": True,
        "created_at": NOW,
    }


def fill(url: str, keys: Path, *, answers: int) -> None:
    """Put as many sealed answers of different seats into the round."""
    engine = create_engine(url, **engine_options(url))
    draw = random.Random(1)
    with Session(engine) as session:
        (round_,) = box_queries.running_rounds(session)
        key = box_queries.key_of(session, round_.id)
        seats = box_queries.seats(session, round_.id)
        if key is None or len(seats) < answers:
            raise Unavailable(f"only {len(seats):,} seats for {answers:,} answers")
        marks = day_key(KeyStore(keys), key)
        rows = [
            {
                "token": new_token(),
                "key_id": key.key_id,
                "mark": marks.mark_of_seat(seat.rater_id, seat.rated_id),
                "ciphertext": sealed(_answer(seat.rated_id, draw), public_key=key.public_key),
            }
            for seat in draw.sample(seats, answers)
        ]
        session.execute(insert(PeerBox), rows)
        session.commit()
    engine.dispose()


def _answer(rated_id: int, draw: random.Random) -> Answer:
    named = [frozenset(draw.sample(LISTED, 3)) for _ in range(2)]
    steps = tuple(draw.randint(2, 5) for _ in range(21))
    return Answer(rated_id, steps, strengths=named[0], wishes=named[1])


def main(url: str, keys: str, day: str) -> None:
    """Let one night pass and print what it took."""
    engine = create_engine(url, **engine_options(url))
    with Session(engine) as session:
        began = time.perf_counter()
        run_rounds(session, KeyStore(Path(keys)), today=date.fromisoformat(day))
        seconds = time.perf_counter() - began
    engine.dispose()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
