"""Rows from before the rules of sums stay as they are, up and down; new ones are refused."""

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal.organisation.places.catalogue import AgencyKind
from portal.rating.mixing.sum_queries import tally_book
from portal.web.extensions import db
from tests.integration.test_migrations import app, empty_database  # noqa: F401 - fixtures

BEFORE, AFTER = "0034", "0035"
AGENCY = "INSERT INTO agency (id, code, name, kind) VALUES (1, 'dukcapil', 'D', :kind)"
ROW = (
    "INSERT INTO tally (period, agency_id, channel, respondents, composite_sum, "
    "composite_square_sum, all_top, level_counts) "
    "VALUES (:period, 1, 'ticket', 2, :total, 100000000, 0, :counts)"
)
IMPOSSIBLE = {"period": "2026-01", "total": 9000000, "counts": '{"parking": [1, 1, 0, 0]}'}


@pytest.mark.usefixtures("empty_database")
def test_a_row_of_before_stays_and_is_found_and_new_ones_are_refused(app: Flask) -> None:  # noqa: F811
    upgrade(revision=BEFORE)
    session = db.session()
    session.execute(text(AGENCY), {"kind": str(next(iter(AgencyKind)))})
    session.execute(text(ROW), IMPOSSIBLE)
    session.commit()

    for go in (lambda: upgrade(revision=AFTER), lambda: downgrade(revision=BEFORE), upgrade):
        go()
        assert session.scalar(text("SELECT composite_sum FROM tally")) == 9000000
        session.rollback()

    (found,) = tally_book(session, periods=["2026-01"]).impossible
    assert found.flaw == "level_counts"
    with pytest.raises(IntegrityError, match="ck_tally"):
        session.execute(text(ROW), IMPOSSIBLE | {"period": "2026-02"})
