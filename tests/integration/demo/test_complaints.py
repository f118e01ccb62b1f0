"""The made-up city's complaints fill the queue, the promises and the public page."""

from collections import Counter
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.intake.action_queries import published_actions
from portal.complaints.intake.course_models import AddressedUnit, PromisedAction
from portal.complaints.intake.kinds import Kind, PromiseState
from portal.complaints.intake.models import Complaint
from portal.complaints.published.halves import half_year_code
from portal.complaints.published.queries import counted_tables
from portal.complaints.published.text_queries import published_texts
from portal.demo.city import build_city
from portal.demo.complaints import EARLIEST_DAY, ITEMS, RECENT_DAYS, RECENT_ITEMS
from portal.demo.kept_promises import fill_complaints_and_promises
from tests.conftest import settings_for

TODAY = date(2026, 11, 21)


def fill(session: Session, folder: Path) -> None:
    city = build_city(session, seed=3, today=TODAY)
    settings = settings_for(folder, f"sqlite:///{folder / 'city.db'}")
    count = fill_complaints_and_promises(
        session, settings, places=city.catalogue, seed=3, today=TODAY
    )
    assert count == ITEMS


def test_items_most_of_three_months_stand_in_every_state_of_the_course(
    session: Session, tmp_path: Path
) -> None:
    fill(session, tmp_path)

    rows = session.scalars(select(Complaint)).all()
    states = Counter(row.state for row in rows)
    assert len(rows) == ITEMS
    assert {"new", "verified", "answered"} <= set(states)
    assert states["answered"] > ITEMS // 2
    assert sum((TODAY - row.received_on).days < RECENT_DAYS for row in rows) == RECENT_ITEMS
    assert all((TODAY - row.received_on).days < EARLIEST_DAY for row in rows)
    assert all(row.answered_on is None or row.answered_on <= TODAY for row in rows)


def test_some_lie_with_the_inspectorate_and_units_deal_with_others(
    session: Session, tmp_path: Path
) -> None:
    fill(session, tmp_path)

    queues = Counter(session.scalars(select(Complaint.queue)))
    assert queues["agency"] > queues["inspectorate"] >= 5
    assert len(session.scalars(select(AddressedUnit)).all()) >= 5


def test_the_public_reads_texts_and_promises(session: Session, tmp_path: Path) -> None:
    fill(session, tmp_path)

    assert published_texts(session)
    states = {group.state for group in published_actions(session, today=TODAY, limit=9)}
    assert {PromiseState.DONE, PromiseState.PROMISED, PromiseState.LATE} <= states
    codes = [half_year_code(table.half_year) for table in counted_tables(session, limit=9)]
    assert codes == ["2026-1", "2025-2"]
    assert len(session.scalars(select(PromisedAction)).all()) >= 5
    praised = select(PromisedAction).join(Complaint).where(Complaint.kind == Kind.PRAISE)
    assert not session.scalars(praised).all()
