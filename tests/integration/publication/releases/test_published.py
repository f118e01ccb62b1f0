"""Published documents: found by address, newest first, and never changed."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal.publication.releases.queries import (
    NOTHING_YET,
    published,
    published_addresses,
    published_periods,
    release_marker,
)
from tests.factories.documents import PERIOD, publish_samples


def test_finds_the_document_at_an_address(session: Session) -> None:
    publish_samples(session)

    found = published(session, "desks/disdukcapil-2")

    assert found is not None
    assert found.period == PERIOD
    assert '"Loket 2 - Pendaftaran"' in found.body
    assert published(session, "desks/disdukcapil-2", period="2025-01") is None


def test_knows_no_document_where_nothing_was_published(session: Session) -> None:
    assert published(session, "city") is None
    assert release_marker(session) == NOTHING_YET


def test_lists_addresses_of_a_folder_and_the_months_of_an_address(session: Session) -> None:
    publish_samples(session)

    assert published_addresses(session, "agencies") == ("agencies/disdukcapil", "agencies/rsud")
    assert published_periods(session, "city") == (PERIOD,)
    assert release_marker(session) != NOTHING_YET


@pytest.mark.parametrize("table", ["document", "ledger"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id + 1", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_was_published(
    session: Session, table: str, change: str
) -> None:
    publish_samples(session)

    with pytest.raises(DatabaseError, match="never changed"):
        session.execute(text(change.format(table)))


def test_postgresql_refuses_to_empty_the_tables(session: Session, database_kind: str) -> None:
    publish_samples(session)
    if database_kind == "sqlite":
        return  # SQLite has no TRUNCATE; its DELETE is refused above.

    with pytest.raises(DatabaseError, match="never changed"):
        session.execute(text("TRUNCATE document CASCADE"))
