"""Everything published is recomputed, and the first thing that differs is named."""

import random
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.publication.charts.drawing import draw
from portal.publication.service.due import publish_due
from portal.publication.service.verifying import differences
from portal.rating.domain.signals import ExclusionRule
from portal.rating.models.signals import Exclusion
from portal.rating.queries import recounted, tallies
from tests.factories.organisation import add
from tests.factories.random_city import make_ballots, make_random_city, rate
from tests.integration.publication.test_release_cycle import HERE


@pytest.fixture
def released(session: Session) -> Session:
    dice = random.Random(11)
    city = make_random_city(session, dice, agencies=1, desks=3)
    rate(session, city, month="2026-01", dice=dice)
    make_ballots(session, city)
    list(publish_due(session, today=date(2026, 2, 5), circumstances=HERE, draw=draw))
    return session


def first(session: Session) -> str:
    return str(next(differences(session)))


def tamper(session: Session, database_kind: str, statement: str) -> None:
    """Change what the database refuses to change, as someone with its password could."""
    table = statement.split()[1]
    if database_kind == "sqlite":
        session.execute(text(f"DROP TRIGGER {table}_refuses_update"))
    else:
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    session.execute(text(statement))
    session.commit()


def test_nothing_differs_after_a_release(released: Session) -> None:
    assert list(differences(released)) == []


def test_ballots_counted_anew_make_the_tallies(released: Session) -> None:
    def by_place(rows: list[object]) -> list[str]:
        return sorted(map(str, rows))

    assert by_place(list(recounted(released, period="2026-01"))) == by_place(
        list(tallies(released, periods=["2026-01"]))
    )


def test_names_a_ledger_entry_that_was_changed(released: Session, database_kind: str) -> None:
    tamper(
        released, database_kind, "UPDATE ledger SET entry = replace(entry, '2026-01', '2025-01')"
    )

    assert first(released).startswith("ledger entry 1:")


def test_names_a_document_that_was_changed(released: Session, database_kind: str) -> None:
    tamper(
        released,
        database_kind,
        "UPDATE document SET body = replace(body, 'Kota Uji', 'Kota Lain') WHERE address = 'city'",
    )

    assert first(released).startswith("document city of monthly 2026-01:")


def test_names_a_tally_without_its_ballots(released: Session) -> None:
    released.execute(text("DELETE FROM ballot WHERE service_id = 1 AND channel = 'ticket'"))
    released.commit()

    assert first(released).startswith("tally of 2026-01, ticket")


def test_names_a_figure_that_its_ratings_do_not_give(released: Session) -> None:
    for table in ("ballot", "tally"):
        released.execute(text(f"DELETE FROM {table} WHERE channel = 'ticket' AND service_id = 1"))
    released.commit()

    assert first(released).startswith("city 2026-01:")


def test_names_an_officers_figure_that_was_changed(released: Session, database_kind: str) -> None:
    statement = "UPDATE staff_document SET body = replace(body, '75', '95')"
    tamper(released, database_kind, f"{statement} WHERE address LIKE 'officers/%'")

    found = first(released)

    assert found.startswith("officers/")
    assert "95" in found
    assert "should be 75" in found


def test_names_a_desk_that_the_funnel_puts_elsewhere(session: Session, database_kind: str) -> None:
    dice = random.Random(11)
    city = make_random_city(session, dice, agencies=1, desks=6)
    rate(session, city, month="2026-01", dice=dice, busy=(60, 140))
    make_ballots(session, city)
    list(publish_due(session, today=date(2026, 2, 5), circumstances=HERE, draw=draw))
    assert list(differences(session)) == []
    moved = """replace(body, '"standing"', '"value": 25,"standing"')"""

    tamper(
        session, database_kind, f"UPDATE staff_document SET body = {moved} WHERE address = 'funnel'"
    )

    assert first(session).startswith("funnel, desks/loket-0-")


def test_names_what_a_head_reads_of_an_officer_without_answers(
    released: Session, database_kind: str
) -> None:
    released.execute(text("DELETE FROM officer_tally"))
    released.commit()

    found = first(released)

    assert found.startswith("agencies/dinas-0/officers, officer ")
    assert found.endswith("None (n 0)")


def test_nothing_differs_where_ratings_were_excluded(session: Session) -> None:
    dice = random.Random(11)
    city = make_random_city(session, dice, agencies=1, desks=3)
    rate(session, city, month="2026-01", dice=dice)
    make_ballots(session, city)
    decision = Exclusion(
        desk_id=max(city.desks, key=lambda desk: len(city.officers[desk.id])).id,
        channel="ticket",
        period="2026-01",
        rule=next(iter(ExclusionRule)),
        reason="Petugas menilai sendiri",
        decided_on=date(2026, 2, 2),
    )
    add(session, decision)
    session.commit()

    list(publish_due(session, today=date(2026, 2, 5), circumstances=HERE, draw=draw))

    assert list(differences(session)) == []
