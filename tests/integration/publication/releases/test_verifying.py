"""Everything published is recomputed, and the first thing that differs is named."""

import random
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from portal.publication.building.charts import draw
from portal.publication.releases.due import publish_due
from portal.publication.releases.verifying import differences, figures_only
from portal.rating.mixing.anomaly_models import AnomalyExclusion
from portal.rating.mixing.anomaly_rules import ExclusionRule
from portal.rating.mixing.ballot_models import Tally
from portal.rating.mixing.inbox_models import HandledPeriod
from portal.rating.mixing.recount_queries import recounted
from portal.rating.mixing.sum_queries import TallyRow, tallies
from portal.survey.elements import ELEMENTS
from tests.factories.organisation import add
from tests.factories.random_city import make_ballots, make_random_city, rate
from tests.factories.tampering import reseal, unguard
from tests.integration.publication.releases.test_cycle import HERE


@pytest.fixture
def released(session: Session) -> Session:
    return publish(session)


def publish(session: Session, **ratings: Any) -> Session:
    dice = random.Random(11)
    city = make_random_city(session, dice, agencies=1, desks=3)
    rate(session, city, month="2026-01", dice=dice, **ratings)
    make_ballots(session, city)
    list(publish_due(session, today=date(2026, 2, 5), circumstances=HERE, draw=draw))
    return session


@pytest.fixture
def of_old(released: Session) -> Session:
    """The same city, published by a version that kept no inputs."""
    forget_inputs(released)
    return released


def forget_inputs(session: Session) -> None:
    unguard(session)
    session.execute(text("DELETE FROM staff_document WHERE address = 'inputs'"))
    reseal(session)
    session.commit()


def first(session: Session) -> str:
    return str(next(differences(session, draw=draw)))


def tamper(session: Session, statement: str) -> None:
    """Change what the database refuses to change, as someone with its password could."""
    unguard(session)
    session.execute(text(statement))
    session.commit()


def test_nothing_differs_after_a_release(released: Session) -> None:
    assert list(differences(released, draw=draw)) == []


def test_of_a_release_of_old_figures_alone_are_recomputed(of_old: Session) -> None:
    assert list(differences(of_old, draw=draw)) == []
    assert figures_only(of_old) == 1


def test_ballots_counted_anew_make_the_tallies(released: Session) -> None:
    def by_place(rows: list[object]) -> list[str]:
        return sorted(map(str, rows))

    assert by_place(list(recounted(released, period="2026-01"))) == by_place(
        list(tallies(released, periods=["2026-01"]))
    )


def test_names_a_ledger_entry_that_was_changed(released: Session) -> None:
    tamper(released, "UPDATE ledger SET entry = replace(entry, '2026-01', '2025-01')")

    assert first(released).startswith("ledger entry 1:")


def test_names_a_document_that_was_changed(released: Session) -> None:
    tamper(
        released,
        "UPDATE document SET body = replace(body, 'Kota Uji', 'Kota Lain') WHERE address = 'city'",
    )

    assert first(released).startswith("document city of monthly 2026-01:")


def test_names_a_tally_without_its_ballots(released: Session) -> None:
    released.execute(text("DELETE FROM ballot WHERE service_id = 1 AND channel = 'ticket'"))
    released.commit()

    assert first(released).startswith("tally of 2026-01, ticket")


def test_names_a_figure_that_its_ratings_do_not_give_in_a_release_of_old(of_old: Session) -> None:
    for table in ("ballot", "tally"):
        of_old.execute(text(f"DELETE FROM {table} WHERE channel = 'ticket' AND service_id = 1"))
    of_old.commit()

    assert first(of_old).startswith("city 2026-01:")


def test_names_an_officers_figure_that_was_changed_in_a_release_of_old(of_old: Session) -> None:
    statement = "UPDATE staff_document SET body = replace(body, '75', '95')"
    tamper(of_old, f"{statement} WHERE address LIKE 'officers/%'")

    found = first(of_old)

    assert found.startswith("officers/")
    assert "95" in found
    assert "should be 75" in found


def test_names_a_desk_that_the_funnel_of_old_puts_elsewhere(session: Session) -> None:
    dice = random.Random(11)
    city = make_random_city(session, dice, agencies=1, desks=6)
    rate(session, city, month="2026-01", dice=dice, busy=(60, 140))
    make_ballots(session, city)
    list(publish_due(session, today=date(2026, 2, 5), circumstances=HERE, draw=draw))
    forget_inputs(session)
    assert list(differences(session, draw=draw)) == []
    moved = """replace(body, '"standing"', '"value": 25,"standing"')"""

    tamper(session, f"UPDATE staff_document SET body = {moved} WHERE address = 'funnel'")

    assert first(session).startswith("funnel, desks/loket-0-")


def test_names_what_a_head_reads_of_an_officer_without_answers_in_a_release_of_old(
    of_old: Session,
) -> None:
    of_old.execute(text("DELETE FROM officer_tally"))
    of_old.commit()

    found = first(of_old)

    assert found.startswith("agencies/dinas-0/officers, officer ")
    assert found.endswith("None (n 0)")


def test_nothing_differs_where_ratings_were_excluded(session: Session) -> None:
    dice = random.Random(11)
    city = make_random_city(session, dice, agencies=1, desks=3)
    rate(session, city, month="2026-01", dice=dice)
    make_ballots(session, city)
    decision = AnomalyExclusion(
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

    assert list(differences(session, draw=draw)) == []


@pytest.fixture
def regrouped(session: Session) -> Session:
    """A busy city, whose own figure is shown, after some of its ballots lost their service."""
    released = publish(session, busy=(60, 140))
    released.execute(text("DELETE FROM tally WHERE service_id = 1 AND channel = 'ticket'"))
    statement = "UPDATE ballot SET service_id = NULL WHERE service_id = 1 AND channel = 'ticket'"
    released.execute(text(statement))
    released.commit()
    for row in recounted(released, period="2026-01"):
        if row.service_id is None:
            released.execute(insert(Tally).values(**tally_columns(row)))
    released.commit()
    return released


def tally_columns(row: TallyRow) -> dict[str, Any]:
    levels = zip(ELEMENTS, row.counts.by_element, strict=True)
    counts = {str(each): list(one.answers) for each, one in levels if one.n}
    names = ("period", "agency_id", "unit_id", "desk_id", "respondents")
    sums = ("composite_sum", "composite_square_sum", "all_top")
    columns = {name: getattr(row, name) for name in (*names, *sums)}
    return {**columns, "channel": str(row.channel), "level_counts": counts}


def test_of_a_month_whose_ballots_were_regrouped_counts_alone_are_recomputed(
    regrouped: Session,
) -> None:
    assert list(differences(regrouped, draw=draw))
    regrouped.add(HandledPeriod(kind="regrouped", period="2026-01"))
    regrouped.commit()

    assert list(differences(regrouped, draw=draw)) == []
    assert figures_only(regrouped) == 1


def test_a_count_of_a_regrouped_month_is_still_named(regrouped: Session) -> None:
    regrouped.add(HandledPeriod(kind="regrouped", period="2026-01"))
    for table in ("ballot", "tally"):
        statement = f"DELETE FROM {table} WHERE channel = 'ticket' AND service_id IS NULL"
        regrouped.execute(text(statement))
    regrouped.commit()

    assert first(regrouped).startswith("city 2026-01: n ")
