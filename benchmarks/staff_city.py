"""A city of people with plans, indicators, realisations and activities, written in bulk.

Everybody reports to the head of a group of 50, the heads to one leader. Rows are written without
the portal's use cases, and without the database's rules on changes of state: they are read only.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from benchmarks.context import Context
from portal.accounts.staff.models import Account
from portal.app import create_app
from portal.evaluation.plans.models import (
    PerformancePlan,
    PlanIndicator,
    PlanResult,
    PlanVersion,
)
from portal.evaluation.realisations.models import RealisationRow
from portal.evaluation.work.models import ActivityRow
from portal.organisation.people.models import KeptLine, Officer, PersonPost
from portal.settings import Settings
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.cycles import make_cycle
from tests.factories.organisation import make_agency
from tests.staff import signed_in

NOW = datetime(2026, 7, 7, 3, tzinfo=UTC)
FIRST, LAST, LONG_AGO = date(2026, 1, 1), date(2026, 12, 31), date(2020, 1, 1)
GROUP = 51
LEADER, APPRAISER = 1, 2
RESULTS, OF_A_RESULT, ACTIVITIES = 3, 4, 200
CHUNK = 5_000
FILLED = (
    "person_post",
    "reporting_line",
    "performance_plan",
    "plan_version",
    "plan_result",
    "plan_indicator",
    "realisation",
    "activity",
)


@contextmanager
def staff_city(
    context: Context, kind: str, *, people: int, is_worked: bool = True
) -> Iterator[Flask]:
    """Make a portal with so many people below one leader on 7 July 2026.

    :param is_worked: whether anything was reported and entered; else everybody has an account.
    """
    environ = {
        "PORTAL_INSTANCE_DIR": str(context.new_folder("staff")),
        "PORTAL_DATABASE_URL": context.new_database(kind),
        "PORTAL_DEMO": "0",
    }
    app = create_app(Settings.from_env(environ))
    with patch("portal.time.clock.now", lambda: NOW):
        with app.app_context():
            upgrade()
            session = db.session()
            cycle = make_cycle(session)
            agency = make_agency(session).id
            session.commit()
            without_rules(session)
            left_out = (Account,) if is_worked else (RealisationRow, ActivityRow)
            for model, rows in rows_of_tables(people, agency=agency, cycle=cycle.id):
                if model in left_out:
                    continue
                written(session, model, rows)
            session.execute(text("ANALYZE"))
            session.commit()
        yield app
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def appraiser_of_fifty(app: Flask) -> FlaskClient:
    """Return the browser of somebody with 50 people."""
    return signed_in(app, Role.OFFICER, officer_id=APPRAISER, agency_id=1).client


def rows_of_tables(people: int, *, agency: int, cycle: int) -> Iterator[tuple[Any, Iterator[Any]]]:
    """Give the rows of each table, those that others point to first."""
    everybody = range(1, people + 2)
    blank = {"badge_name": "", "badge_number": "", "kind": "pns"}
    yield Officer, ({"name": f"Orang {each}", **blank} for each in everybody)
    yield Account, (_account(each) for each in everybody)
    yield PersonPost, (_post(each, agency) for each in everybody)
    yield KeptLine, (_line(each) for each in everybody if each != LEADER)
    yield PerformancePlan, (_plan(each, cycle) for each in everybody)
    yield PlanVersion, (_version(each) for each in everybody)
    yield PlanResult, (_result(each, key) for each in everybody for key in range(RESULTS))
    indicators = range(RESULTS * OF_A_RESULT)
    yield PlanIndicator, (_indicator(each, key) for each in everybody for key in indicators)
    yield (
        RealisationRow,
        (_realisation(each, key, cycle) for each in everybody for key in indicators),
    )
    yield ActivityRow, (_activity(each, n) for each in everybody for n in range(ACTIVITIES))


def written(session: Session, model: Any, rows: Iterator[Any]) -> None:
    """Insert rows in portions; commits each."""
    portion: list[Any] = []
    for row in rows:
        portion.append(row)
        if len(portion) == CHUNK:
            session.execute(insert(model), portion)
            session.commit()
            portion.clear()
    if portion:
        session.execute(insert(model), portion)
    session.commit()


def without_rules(session: Session, tables: Sequence[str] = FILLED) -> None:
    """Let states be written as they are to be; nothing here changes them again; commits."""
    if session.get_bind().dialect.name == "postgresql":
        for table in tables:
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    else:
        wanted = ", ".join(f"'{table}'" for table in tables)
        found = f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({wanted})"
        for (name,) in session.execute(text(found)).all():
            session.execute(text(f"DROP TRIGGER {name}"))
    session.commit()


def head_of(person: int) -> int:
    """Return who is above somebody: the head of the group of 50, and of heads the leader."""
    place = (person - APPRAISER) % GROUP
    return person - place if place else LEADER


def _account(person: int) -> dict[str, Any]:
    name = {"email": f"orang{person}@example.go.id", "name": f"Orang {person}"}
    return {**name, "officer_id": person, "is_active": True, "created_at": NOW}


def _post(person: int, agency: int) -> dict[str, Any]:
    where = {"agency_id": agency, "is_head": False, "kind": "definitive"}
    return {"person_id": person, "title": "Pengelola", "starts_on": LONG_AGO, **where}


def _line(person: int) -> dict[str, Any]:
    kind = {"kind": "definitive", "starts_on": LONG_AGO}
    return {"person_id": person, "superior_id": head_of(person), **kind}


def _plan(person: int, cycle: int) -> dict[str, Any]:
    days = {"starts_on": FIRST, "ends_on": LAST, "cycle_id": cycle}
    place = {"post": "Pengelola", "unit": "Bidang", "official_number": ""}
    return {"person_id": person, "approach": "quantitative", **days, **place}


def _version(person: int) -> dict[str, Any]:
    agreed = {"sent_at": NOW, "agreed_at": NOW, "agreed_by": LEADER if person != LEADER else 2}
    state = {"number": 1, "state": "running", "counts_from": FIRST, "revision": 1}
    return {"plan_id": person, "person_id": person, **state, **agreed}


def _result(person: int, key: int) -> dict[str, Any]:
    texts = {"serves_text": "", "own_reason": "tugas sendiri", "assigned_by": ""}
    return {"version_id": person, "key": key + 1, "kind": "main", "text": "Berkas", **texts}


def _indicator(person: int, key: int) -> dict[str, Any]:
    result = (person - 1) * RESULTS + key // OF_A_RESULT + 1
    texts = {"text": "Berkas selesai", "unit": "%", "target_text": "", "method": "", "source": ""}
    kind = {"aspect": "quantity", "direction": "higher", "target": 95, "weight": None}
    where = {"version_id": person, "result_id": result, "key": key + 1}
    return {**where, **texts, **kind, "quarters": "", "uses_citizens": False}


def _realisation(person: int, key: int, cycle: int) -> dict[str, Any]:
    is_open = key == 0
    by = head_of(person) if person != LEADER else 2
    told = {"value": 90, "reported_on": date(2026, 7, 6), "is_late": False}
    where = {"plan_id": person, "person_id": person, "indicator_key": key + 1}
    state = {"state": "reported" if is_open else "verified", "decided_by": None if is_open else by}
    return {**where, "cycle_id": cycle, "period_number": 2, "revision": 1, **told, **state}


def _activity(person: int, number: int) -> dict[str, Any]:
    is_open = number % 50 == 0
    day = FIRST + timedelta(days=number % 180)
    by = head_of(person) if person != LEADER else 2
    state = {"state": "sent" if is_open else "accepted", "decided_by": None if is_open else by}
    texts = {"text": "Verifikasi berkas", "purpose": "other_duty", "unit": "", "link": ""}
    when = {"done_on": day, "entered_at": NOW, "sent_on": day, "revision": 1}
    key = {"person_id": person, "entry_key": f"{person}-{number}"}
    return {**key, **texts, **when, **state}
