"""Sessions of staff on both databases: whom a cookie belongs to and when it stops working."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.sessions.domain import (
    HALF_WAY_LASTS,
    IDLE_LIMIT,
    SEEN_STEP,
    SESSION_LASTS,
    SHORT_IDLE_LIMIT,
    Stage,
    token_hash,
)
from portal.accounts.sessions.models import StaffSession
from portal.accounts.sessions.queries import open_session, sessions_of
from portal.accounts.sessions.service import Browser, end_session, note_seen, start_session
from portal.accounts.staff.models import RoleGrant
from portal.web.access import Role
from tests.staff import add_account

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def start(session: Session, account_id: int, *, stage: Stage = Stage.SIGNED_IN) -> bytes:
    browser = Browser(account_id=account_id, stage=stage, device="Firefox, Linux")
    return token_hash(start_session(session, browser, now=NOW))


def test_a_cookie_belongs_to_its_person_with_all_their_roles(session: Session) -> None:
    account = add_account(session, Role.AUDITOR, Role.MODERATOR)

    found = open_session(session, start(session, account.id), now=NOW)

    assert found is not None
    assert found.staff.account_id == account.id
    assert found.staff.roles == {Role.AUDITOR, Role.MODERATOR}
    assert found.staff.agency_id is None


def test_an_account_without_roles_is_nobody_in_particular(session: Session) -> None:
    account = add_account(session, Role.SUPERVISOR)
    session.query(RoleGrant).delete()

    found = open_session(session, start(session, account.id), now=NOW)

    assert found is not None
    assert found.staff.roles == frozenset()


@pytest.mark.parametrize(
    ("stage", "later"),
    [(Stage.SIGNED_IN, IDLE_LIMIT), (Stage.SECOND_FACTOR, HALF_WAY_LASTS)],
)
def test_a_session_nobody_uses_stops_working(
    session: Session, stage: Stage, later: timedelta
) -> None:
    hashed = start(session, add_account(session, Role.SUPERVISOR).id, stage=stage)

    assert open_session(session, hashed, now=NOW + later - timedelta(seconds=1)) is not None
    assert open_session(session, hashed, now=NOW + later) is None


def test_a_session_in_use_goes_on_but_not_beyond_its_day(session: Session) -> None:
    hashed = start(session, add_account(session, Role.SUPERVISOR).id)
    now = NOW
    while now < NOW + SESSION_LASTS - IDLE_LIMIT:
        now += IDLE_LIMIT / 2
        found = open_session(session, hashed, now=now)
        assert found is not None
        note_seen(session, found, now=now)

    assert open_session(session, hashed, now=NOW + SESSION_LASTS) is None


def test_being_seen_again_at_once_writes_nothing(session: Session) -> None:
    hashed = start(session, add_account(session, Role.SUPERVISOR).id)
    found = open_session(session, hashed, now=NOW)
    assert found is not None

    at_once = NOW + SEEN_STEP - timedelta(seconds=1)
    note_seen(session, found, now=at_once)

    again = open_session(session, hashed, now=at_once)
    assert again == found


@pytest.mark.parametrize(
    ("role", "limit"),
    [
        (Role.ADMINISTRATOR, SHORT_IDLE_LIMIT),
        (Role.AUDITOR, SHORT_IDLE_LIMIT),
        (Role.MODERATOR, IDLE_LIMIT),
        (Role.AGENCY_HEAD, IDLE_LIMIT),
        (Role.OFFICER, IDLE_LIMIT),
    ],
)
def test_who_sees_most_is_signed_out_sooner(session: Session, role: Role, limit: timedelta) -> None:
    account = add_account(session, role)
    hashed = start(session, account.id)
    last = NOW + limit - timedelta(seconds=1)

    assert open_session(session, hashed, now=last) is not None
    assert len(sessions_of(session, account.id, now=last)) == 1
    assert open_session(session, hashed, now=NOW + limit) is None
    assert sessions_of(session, account.id, now=NOW + limit) == []


def test_an_ended_session_and_a_deactivated_account_open_nothing(session: Session) -> None:
    account = add_account(session, Role.SUPERVISOR)
    ended, kept = start(session, account.id), start(session, account.id)

    end_session(session, ended)

    assert open_session(session, ended, now=NOW) is None
    assert open_session(session, kept, now=NOW) is not None
    account.is_active = False
    session.commit()
    assert open_session(session, kept, now=NOW) is None


def test_only_signed_in_living_sessions_are_listed(session: Session) -> None:
    account = add_account(session, Role.SUPERVISOR)
    kept = start(session, account.id)
    start(session, account.id, stage=Stage.ENROLMENT)

    assert [s.token_hash for s in sessions_of(session, account.id, now=NOW)] == [kept]
    assert sessions_of(session, account.id, now=NOW + SESSION_LASTS) == []


def test_starting_a_session_forgets_those_that_are_over(session: Session) -> None:
    account = add_account(session, Role.SUPERVISOR)
    start(session, account.id)
    browser = Browser(account_id=account.id, stage=Stage.SIGNED_IN, device="")

    start_session(session, browser, now=NOW + SESSION_LASTS)

    assert session.query(StaffSession).count() == 1


@pytest.mark.parametrize(("role", "agency_id"), [(Role.OFFICER, None), (Role.ADMINISTRATOR, 1)])
def test_the_database_refuses_a_role_with_the_wrong_scope(
    session: Session, role: Role, agency_id: int | None
) -> None:
    account = add_account(session, Role.SUPERVISOR)
    session.add(RoleGrant(account_id=account.id, role=role, agency_id=agency_id))

    with pytest.raises(IntegrityError, match="ck_role_grant_scope"):
        session.flush()
