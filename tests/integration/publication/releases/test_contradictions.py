"""A contradiction withholds its place only, and nothing hidden follows from what is shown."""

import random
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.cli.telling import tell_contradictions
from portal.publication.building.charts import draw
from portal.publication.figures.contradictions import Contradiction, ContradictionKind
from portal.publication.releases import contradiction_queries
from portal.publication.releases.contradictions import keep_contradictions
from portal.publication.releases.due import publish_due
from portal.publication.releases.gathering import ReleaseContext
from portal.survey.elements import Element, FigureRules
from portal.time.months import MonthRange
from portal.web.access import Role
from portal.web.extensions import current_settings, db
from tests.factories.random_city import RandomCity, make_random_city, rate
from tests.integration.publication.releases.test_dated_questions import BUSY, reasons
from tests.staff import add_account

HERE = ReleaseContext(city_name="Kota Uji", is_demo=False, rules=FigureRules())
NOW = datetime(2026, 3, 20, 5, 0, tzinfo=UTC)
FOUND = Contradiction(
    "services/ktp",
    MonthRange("2026-01", "2026-01"),
    ContradictionKind.NOT_ASKED,
    Element.COST,
    40,
    0,
)


@pytest.fixture
def city(session: Session) -> RandomCity:
    """One month is out, the next one is rated."""
    dice = random.Random(5)
    city = make_random_city(session, dice, agencies=3, desks=4)
    for month in ("2026-01", "2026-02"):
        rate(session, city, month=month, dice=dice, busy=BUSY)
    session.commit()
    assert publish(session, today=date(2026, 2, 20)) == ["2026-01"]
    return city


def publish(session: Session, *, today: date) -> list[str]:
    return list(publish_due(session, today=today, circumstances=HERE, draw=draw))


def withheld(session: Session, month: str) -> set[str]:
    return {address for address, why in reasons(session, month).items() if why == "contradictory"}


def test_a_published_count_that_its_ratings_no_longer_give_withholds_the_lowest_place(
    session: Session, city: RandomCity
) -> None:
    """Somebody took ratings of one desk and one service out of the tallies of a published month."""
    shown = [
        desk
        for desk in city.desks
        if reasons(session, "2026-01")[f"desks/{desk.code}"] is None
        and len(city.offers[desk.id]) == 1
    ]
    where = f"period = '2026-01' AND desk_id = {shown[0].id}"
    session.execute(text(f"DELETE FROM tally WHERE {where}"))
    session.commit()

    assert publish(session, today=date(2026, 3, 20)) == ["2026-02"]

    found = contradiction_queries.contradictions(session)
    assert {each.kind for each in found} == {ContradictionKind.FIGURES}
    assert f"desks/{shown[0].code}" in withheld(session, "2026-02")
    assert "city" not in withheld(session, "2026-02")
    others = {f"agencies/{agency.code}" for agency in city.agencies}
    assert not others & withheld(session, "2026-02")


def test_ratings_from_before_the_rules_that_name_another_agencys_service_block_nothing(
    session: Session, city: RandomCity
) -> None:
    theirs = city.offers[city.desks[0].id][0]
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("DROP TRIGGER tally_places_on_update"))
    else:
        session.execute(text("ALTER TABLE tally DISABLE TRIGGER USER"))
    stranger = next(desk for desk in city.desks if desk.agency_id != theirs.agency_id)
    session.execute(
        text(
            f"UPDATE tally SET service_id = {theirs.id} WHERE period = '2026-02' "
            f"AND desk_id = {stranger.id} AND service_id = {city.offers[stranger.id][0].id}"
        )
    )
    session.commit()

    assert publish(session, today=date(2026, 3, 20)) == ["2026-02"]

    kinds = {each.kind for each in contradiction_queries.contradictions(session)}
    assert ContradictionKind.ANOTHER_AGENCY in kinds
    assert f"services/{theirs.code}" in withheld(session, "2026-02")
    assert "city" not in withheld(session, "2026-02")


def test_a_neighbour_is_hidden_with_the_place_that_is_withheld(
    session: Session, city: RandomCity
) -> None:
    """Of two services of an agency, the one that is shown would tell the other by subtraction."""
    service = city.offers[city.desks[0].id][0]
    session.execute(
        text(f"INSERT INTO left_out_element (service_id, element) VALUES ({service.id}, 'cost')")
    )
    session.commit()

    publish(session, today=date(2026, 3, 20))

    found = reasons(session, "2026-02")
    assert found[f"services/{service.code}"] == "contradictory"
    assert found["services/layanan-0-b"] is not None


def test_administrators_get_one_letter_for_each_new_set(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters: list[str] = []
    monkeypatch.setattr(
        "portal.cli.telling.deliver", lambda _, letter, **__: letters.append(letter.body) or True
    )
    with app.app_context():
        session = db.session()
        add_account(session, Role.ADMINISTRATOR, email="ratna@contoh.test")
        session.commit()
        assert tell_contradictions(session, current_settings(), now=NOW) is None
        keep_contradictions(session, [FOUND], period="2026-02")
        session.commit()

        sent = [tell_contradictions(session, current_settings(), now=NOW) for _ in range(2)]

    assert sent == [1, None]
    assert "services/ktp, 2026-01, table tally: 40 ratings answer cost" in letters[0]


def test_the_command_lists_and_refuses_what_it_cannot_do(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    assert "nothing contradicts" in run(args=["releases", "contradictions"]).output
    with app.app_context():
        keep_contradictions(db.session(), [FOUND], period="2026-02")
        db.session.commit()

    listed = run(args=["releases", "contradictions"])
    unknown = run(args=["releases", "contradictions", "--date", "services/none"])
    unsaid = run(args=["releases", "contradictions", "--withhold", "services/ktp"])
    words = ["--withhold", "services/ktp", "--month", "2026-01", "--by", "Ratna", "--reason", "x"]
    done = run(args=["releases", "contradictions", *words])

    assert "services/ktp, 2026-01, table tally" in listed.output
    assert (unknown.exit_code, unsaid.exit_code, done.exit_code) == (1, 2, 0)
    assert "--month, --by, --reason" in unsaid.output
    assert "nothing is shown of 2026-01" in done.output
