"""Awards of the made-up city: a winner of the year before, and rules for the running year."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.demo.city import build_city
from portal.demo.staff_awards import add_awards
from portal.demo.staff_year import add_year_before
from portal.demo.superiors import DemoLine, DemoTeam, add_superiors
from portal.evaluation.awards.nominee_queries import nominees_of
from portal.evaluation.awards.queries import schemes
from portal.evaluation.recognition.queries import awards_of
from portal.evaluation.rules.states import SchemeState
from portal.storage.texts.key_file import Vault

SEED = 7
VAULT = Vault(b"k" * 32)


def made(session: Session, *, today: date) -> tuple[DemoLine, DemoTeam]:
    city = build_city(session, seed=SEED, today=today)
    line = add_superiors(session, city.catalogue, since=city.starts_on)
    shown = max(line.teams.values(), key=lambda team: len(team.officers))
    add_year_before(
        session,
        VAULT,
        line=line,
        shown=shown,
        today=today,
        is_working_day=lambda day: day.weekday() < 5,
        seed=SEED,
    )
    return line, shown


@pytest.mark.parametrize(
    ("today", "states"),
    [
        (date(2026, 11, 21), [SchemeState.PUBLISHED, SchemeState.ANNOUNCED]),
        (date(2026, 1, 20), [SchemeState.PUBLISHED]),
    ],
)
def test_there_is_a_winner_once_the_day_has_come(
    session: Session, today: date, states: list[SchemeState]
) -> None:
    line, shown = made(session, today=today)
    won = add_awards(session, VAULT, line=line, shown=shown, today=today)

    assert [each.state for each in schemes(session)] == states
    assert next(iter(schemes(session))).fields.year == 2026
    if won is None:
        return
    (award,) = awards_of(session, won)
    assert award.is_named
    assert award.person_id in {each.person_id for each in nominees_of(session, won)}
