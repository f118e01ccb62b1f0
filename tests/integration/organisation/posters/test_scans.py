"""Monthly scan counts on both databases: added up, and never more than a month."""

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from portal.organisation.posters.models import PosterScan
from portal.organisation.posters.queries import scans_of_desk
from portal.organisation.posters.service import record_scans
from tests.factories import organisation as make


def test_batches_add_up(session: Session) -> None:
    desk = make.make_desk(session, make.make_agency(session))
    session.commit()

    record_scans(session, {(desk.id, "2026-10"): 2, (desk.id, "2026-11"): 3})
    record_scans(session, {(desk.id, "2026-11"): 4})

    assert scans_of_desk(session, desk.id, periods=["2026-09", "2026-10", "2026-11"]) == {
        "2026-09": 0,
        "2026-10": 2,
        "2026-11": 7,
    }


def test_a_count_holds_nothing_but_desk_month_and_number(session: Session) -> None:
    columns = inspect(session.get_bind()).get_columns("poster_scan")

    assert {column["name"] for column in columns} == {"desk_id", "period", "scans"}


@pytest.mark.parametrize(("period", "scans"), [("2026-11-21", 1), ("2026-13", 1), ("2026-11", 0)])
def test_the_database_refuses_a_finer_time_and_an_empty_count(
    session: Session, period: str, scans: int
) -> None:
    desk = make.make_desk(session, make.make_agency(session))
    session.add(PosterScan(desk_id=desk.id, period=period, scans=scans))

    with pytest.raises((IntegrityError, DataError)):
        session.flush()
