"""A half-year is counted once; nothing that happens later changes what the public read."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cli.complaints import nightly_complaint_work
from portal.complaints.handling.answering import Addressee, pass_on
from portal.complaints.handling.housekeeping import purge_texts
from portal.complaints.handling.moderation import ModerationVerdict, decide
from portal.complaints.intake.kinds import Concern, DecisionReason, TextDecision
from portal.complaints.intake.models import Complaint
from portal.complaints.published.halves import half_year_code
from portal.complaints.published.models import CountedHalfYear
from portal.complaints.published.queries import CountedTable, counted_tables
from portal.complaints.published.service import count_half_years
from portal.web.extensions import current_settings, db
from tests.factories.complaints import make_complaint, make_office, store_key
from tests.factories.organisation import make_agency

MARCH = date(2026, 3, 10)
AUGUST = date(2026, 8, 1)


@pytest.fixture
def agencies(session: Session) -> tuple[int, int]:
    first, second = make_agency(session, "dukcapil"), make_agency(session, "dishub")
    session.commit()
    return first.id, second.id


def write(session: Session, agency_id: int, count: int, **fields: object) -> list[Complaint]:
    return [
        make_complaint(session, agency_id, context=make_office(MARCH), **fields)[0]
        for _ in range(count)
    ]


def hide(session: Session, item: Complaint) -> None:
    decide(
        session,
        item.id,
        verdict=ModerationVerdict(TextDecision.HIDDEN, reason=DecisionReason.SPAM),
        version=item.version,
        account_id=1,
        context=make_office(MARCH),
    )


def tables(session: Session) -> tuple[CountedTable, ...]:
    session.expire_all()
    return counted_tables(session, limit=9)


def test_nothing_is_counted_before_its_day_and_then_once(
    session: Session, agencies: tuple[int, int]
) -> None:
    write(session, agencies[0], 12)

    assert count_half_years(session, today=date(2026, 7, 31)) == 0
    assert count_half_years(session, today=AUGUST) == 1
    assert count_half_years(session, today=AUGUST) == 0
    assert count_half_years(session, today=date(2027, 2, 1)) == 1

    newest, first = tables(session)
    assert [half_year_code(each.half_year) for each in (newest, first)] == ["2026-2", "2026-1"]
    assert first.counted_on == AUGUST
    shown, pooled = first.lines
    assert shown.addressees == (agencies[0],)
    assert shown.counts is not None
    assert shown.counts.received == 10
    assert (pooled.addressees, pooled.counts) == ((agencies[1], None), None)
    assert [line.counts for line in newest.lines] == [None]


def test_without_complaints_nothing_is_counted(session: Session) -> None:
    assert count_half_years(session, today=AUGUST) == 0
    assert tables(session) == ()


def test_the_inspectorate_counts_for_itself(session: Session, agencies: tuple[int, int]) -> None:
    write(session, agencies[0], 11, concern=Concern.LEVY)
    count_half_years(session, today=AUGUST)

    (table,) = tables(session)
    assert [line.addressees for line in table.lines] == [(None,), agencies[::-1]]


def test_what_happens_later_changes_no_count(session: Session, agencies: tuple[int, int]) -> None:
    items = write(session, agencies[0], 18)
    for item in items[:10]:
        hide(session, item)
    count_half_years(session, today=AUGUST)
    before = tables(session)

    hide(session, items[10])
    for item in items[11:15]:
        pass_on(
            session,
            item.id,
            to=Addressee(agencies[1]),
            reason=DecisionReason.WRONG_AGENCY,
            version=item.version,
            account_id=1,
            context=make_office(AUGUST),
        )
    session.execute(update(Complaint).values(closed_on=AUGUST))
    session.commit()
    purge_texts(session, context=make_office(date(2028, 1, 1)), keep_days=10)
    count_half_years(session, today=AUGUST)

    assert tables(session) == before
    counts = before[0].lines[0].counts
    assert counts is not None
    assert dict(counts.hidden) == {"spam": 10}


@pytest.mark.parametrize(
    "change", [update(CountedHalfYear).values(lines="[]"), delete(CountedHalfYear)]
)
def test_the_database_refuses_to_change_what_was_counted(
    session: Session, agencies: tuple[int, int], change: object
) -> None:
    write(session, agencies[0], 1)
    count_half_years(session, today=AUGUST)

    with pytest.raises(IntegrityError, match="never changed"):
        session.execute(change)
    session.rollback()
    assert len(session.scalars(select(CountedHalfYear)).all()) == 1


def test_the_nightly_work_counts_and_the_page_says_when_the_next_is(app: Flask) -> None:
    with app.app_context():
        current_settings().keys_dir.mkdir(exist_ok=True)
        store_key(current_settings().keys_dir)
        session = db.session()
        agency = make_agency(session, "dukcapil")
        session.commit()
        write(session, agency.id, 12)
        page = app.test_client().get("/complaints/").text
        assert "kurang dari 10" not in page
        nightly_complaint_work(
            session, current_settings(), now=datetime(2026, 7, 31, 17, 30, tzinfo=UTC)
        )
    page = app.test_client().get("/complaints/").text

    assert "Januari sampai Juni 2026" in page
    assert "Keadaan pada 1 Agustus 2026." in page
    assert "kurang dari 10: tidak ditampilkan" in page
    assert "dihitung 1 " in page
