"""The file of people in the made-up city: taken in by one of the office, a post for another one."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo.city import build_city
from portal.demo.people_file import CAME, NEW_TITLE, send_people_file
from portal.demo.superiors import DemoTeam, add_superiors
from portal.organisation.people.change_models import PeopleChange
from portal.organisation.people.domain import ChangeState
from portal.organisation.people.queries import people_of, person_with_number
from portal.web.access import Role
from tests.staff import add_account

TODAY = date(2026, 11, 21)


@pytest.fixture
def team(session: Session) -> DemoTeam:
    city = build_city(session, seed=7, today=TODAY)
    line = add_superiors(session, city.catalogue, since=city.starts_on)
    return next(iter(line.teams.values()))


def test_two_came_at_once_and_a_post_waits_for_another_person(
    session: Session, team: DemoTeam
) -> None:
    first, second = (add_account(session, Role.PERFORMANCE_OFFICE) for _ in range(2))
    session.commit()

    assert send_people_file(session, team, today=TODAY) == 1

    found = [person_with_number(session, number) for number, _ in CAME]
    assert [each.name for each in found if each is not None] == [name for _, name in CAME]
    below = people_of(session, team.superior_id, on=TODAY)
    assert {each.id for each in found if each is not None} <= set(below)
    waiting = session.scalars(select(PeopleChange)).one()
    assert (waiting.state, waiting.entered_by) == (ChangeState.WAITING, second.id)
    assert NEW_TITLE in waiting.body
    assert "2026-12-01" in waiting.body
    assert first.id != second.id


def test_where_nobody_could_confirm_it_no_file_is_sent(session: Session, team: DemoTeam) -> None:
    add_account(session, Role.PERFORMANCE_OFFICE)
    session.commit()

    assert send_people_file(session, team, today=TODAY) == 0
    assert person_with_number(session, CAME[0][0]) is None
