"""A row that cannot be true feeds no later calculation: no quarter, half-year or revision."""

import json
import random
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from portal.rating.mixing import sum_queries
from portal.rating.mixing.ballot_models import OfficerTally, ProfileTally, ReasonTally, Tally
from tests.factories.corrupting import Corruption, corrupt_tally, let_anything_in
from tests.factories.organisation import add
from tests.factories.random_city import RandomCity, make_ballots, make_random_city, rate
from tests.factories.ratings import make_small_city
from tests.factories.revisions import add_paper, make_year, revise
from tests.integration.publication.releases.test_contradictions import publish
from tests.integration.publication.releases.test_dated_questions import BUSY
from tests.integration.publication.releases.test_impossible_sums import (
    addresses,
    busiest,
    drafted,
)
from tests.integration.publication.revising.test_revising import body, figures

WRONG: tuple[Corruption, ...] = (
    {"respondents": -7},
    {"level_counts": '{"time": [-5, 0, 0, 6]}'},
    {"composite_sum": 0},
)
CORRUPTIONS = pytest.mark.parametrize("corruption", WRONG, ids=str)
QUARTER = ("2026-01", "2026-02", "2026-03")


@pytest.fixture
def year(session: Session) -> RandomCity:
    let_anything_in(session)
    return make_year(session)


@CORRUPTIONS
@pytest.mark.parametrize("month", ["2026-11", "2026-12"])
def test_a_years_revision_leaves_the_place_out_and_revises_the_others(
    session: Session, year: RandomCity, corruption: Corruption, month: str
) -> None:
    row = busiest(session, month)
    other = next(number for number, desk in enumerate(year.desks) if desk.id != row.desk_id)
    corrupt_tally(session, row.id, corruption)
    session.commit()
    add_paper(session, year, desk=other, n=40)

    planned = revise(session)

    named = addresses(year, row)
    assert f"desks/{year.desks[other].code}" in planned.revised
    assert figures(session, f"desks/{year.desks[other].code}")["paper"]["n"] == 40
    assert not named & set(planned.revised)


@CORRUPTIONS
def test_the_revised_city_counts_what_it_would_without_the_row(
    session: Session, year: RandomCity, corruption: Corruption
) -> None:
    row = busiest(session, "2026-12")
    session.commit()
    add_paper(session, year, agency=0, n=40)
    corrupt_tally(session, row.id, corruption)
    session.commit()

    planned = revise(session)

    rest = session.scalars(
        select(Tally.respondents).where(Tally.channel == "ticket", Tally.id != row.id)
    ).all()
    if "city" in planned.revised:
        assert abs(figures(session, "city")["headline"]["n"] - sum(rest)) <= 2
    else:
        assert planned.left_out["city"]
    assert body(session, "revisions/2026")["year"] == 2026


def closed_of(session: Session) -> dict[str, dict[str, Any]]:
    """Return the quarter that March would close, by address, as it would be published."""
    bodies = {
        address: json.loads(text)
        for address, text in drafted(session, month="2026-03").bodies.items()
    }
    return {
        address: period["figure"]
        for address, body in bodies.items()
        for period in body.get("closed", ())
        if "trend" in body
    }


@pytest.mark.parametrize(
    ("corruption", "month"), list(zip(WRONG, QUARTER, strict=True)), ids=QUARTER
)
def test_a_quarter_is_built_without_the_row_and_withheld_where_it_counts(
    session: Session, corruption: Corruption, month: str
) -> None:
    let_anything_in(session)
    dice = random.Random(5)
    city = make_random_city(session, dice, agencies=2, desks=4)
    for each in QUARTER:
        rate(session, city, month=each, dice=dice, busy=BUSY)
    make_ballots(session, city)
    assert publish(session, today=date(2026, 3, 20)) == ["2026-01", "2026-02"]
    row = busiest(session, month)
    corrupt_tally(session, row.id, corruption)
    session.commit()

    found = closed_of(session)
    session.execute(delete(Tally).where(Tally.id == row.id))
    without = closed_of(session)
    session.rollback()

    named = addresses(city, row)
    assert named <= set(found)
    assert {found[each]["suppressed"] for each in named} == {"contradictory"}
    shown = {each for each, figure in found.items() if figure["value"] is not None}
    assert shown
    for address in shown:
        assert found[address] == without[address], address
    assert publish(session, today=date(2026, 4, 20)) == ["2026-03"]


@pytest.mark.parametrize(("column", "value"), [("level", 0), ("level", 9), ("answers", -3)])
def test_an_officers_row_that_cannot_be_true_counts_nowhere(
    session: Session, column: str, value: int
) -> None:
    """A level of 0 counted as the highest, one of 9 stopped every release."""
    city = make_small_city(session)
    let_anything_in(session, tables=("officer_tally", "profile_tally", "reason_tally"))
    for level in (2, 3):
        fields = {"officer_id": city.officer_ids[0], "desk_id": city.desk_ids[0]}
        fields |= {"period": "2026-03", "element": "conduct", "level": level, "answers": 12}
        add(session, OfficerTally(**fields))
    session.commit()
    session.execute(text(f"UPDATE officer_tally SET {column} = {value} WHERE level = 3"))
    session.commit()

    (found,) = sum_queries.officer_tallies(session, periods=["2026-03"])

    assert found.counts.answers == (0, 12, 0, 0)


def test_profiles_and_wishes_that_cannot_be_true_count_nowhere(session: Session) -> None:
    city = make_small_city(session)
    let_anything_in(session, tables=("officer_tally", "profile_tally", "reason_tally"))
    where = {"agency_id": city.agency_id, "year": 2026}
    add(session, ProfileTally(**where, field="sex", answer="female", respondents=12))
    add(session, ProfileTally(**where, field="sex", answer="male", respondents=-12))
    add(session, ReasonTally(**where, element="time", respondents=12))
    add(session, ReasonTally(**where, element="cost", respondents=-12))
    session.commit()

    profiles = sum_queries.profile_counts(session, years=[2026])
    wishes = sum_queries.reason_counts(session, years=[2026])

    assert [(each.answer, each.respondents) for each in profiles] == [("female", 12)]
    assert [(str(each.element), each.respondents) for each in wishes] == [("time", 12)]
