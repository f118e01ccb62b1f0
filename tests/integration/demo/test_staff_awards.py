"""Awards of the made-up city: a winner of the year before, a jury at work, rules for this year."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.demo.city import build_city
from portal.demo.staff_awards import add_awards, add_open_jury
from portal.demo.staff_year import add_year_before
from portal.demo.superiors import DemoLine, DemoTeam, add_superiors
from portal.evaluation.awards.nominee_queries import is_all_given, nominees_of, seats_of
from portal.evaluation.awards.queries import scheme_with, schemes
from portal.evaluation.insight.meeting_queries import meetings_of, records_of
from portal.evaluation.recognition.queries import awards_of, certificate_of
from portal.evaluation.rules.states import CalibrationState, SchemeState, SeatState
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
    judging = add_open_jury(session, VAULT, line=line, shown=shown, today=today)
    assert (judging is None) == (won is None)
    if won is None:
        return
    (award,) = awards_of(session, won)
    assert award.is_named
    assert certificate_of(session, award.id) is not None
    (meeting,) = meetings_of(session, agency_id=None)
    assert meeting.state is CalibrationState.HELD
    assert len(records_of(session, meeting.id)) == 1
    assert award.person_id in {each.person_id for each in nominees_of(session, won)}
    assert judging is not None
    assert_jury_at_work(session, judging)


def assert_jury_at_work(session: Session, scheme_id: int) -> None:
    """Assert that finalists stand before a jury that has not sealed all of its points."""
    scheme = scheme_with(session, scheme_id)
    assert scheme is not None
    assert scheme.state is SchemeState.JUDGING
    assert sum(each.is_judged for each in nominees_of(session, scheme_id)) > 1
    states = [each.state for each in seats_of(session, scheme_id)]
    left = [SeatState.STEPPED_OUT, SeatState.TAKEN, SeatState.TAKEN, SeatState.DRAWN]
    assert sorted(states) == sorted(left)
    assert not is_all_given(session, scheme_id)
    assert list(awards_of(session, scheme_id)) == []
