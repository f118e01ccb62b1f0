"""Links and accounts on both databases: a link counts once, an identity belongs to one person."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.administration import service as people
from portal.accounts.audit_log.queries import entries
from portal.accounts.audit_log.service import Actor
from portal.accounts.links import service as links
from portal.accounts.links.domain import INVITATION_LASTS, RESET_LASTS
from portal.accounts.links.models import OneTimeLink
from portal.accounts.links.queries import live_link
from portal.accounts.passwords.domain import WeakPassword
from portal.accounts.sessions.domain import Stage, token_hash
from portal.accounts.sessions.models import StaffSession
from portal.accounts.sessions.service import Browser, start_session
from portal.accounts.staff.domain import AccountState, Identity, NoRole, RoleNeedsAgency
from portal.accounts.staff.models import Account
from portal.accounts.staff.queries import (
    PeopleFilter,
    open_administrators,
    people_page,
    person,
    proofs,
    unused_invitations,
)
from portal.web.access import Role
from tests.factories.organisation import make_agency
from tests.integration.accounts.conftest import PASSWORD, AddPerson
from tests.staff import add_account

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
CHIEF = Actor(None, "command line")
SRI = Identity(email="sri1@contoh.test")


def invite(session: Session, email: str = "ana@contoh.test") -> people.Invited:
    command = people.Invite("Ana", Identity(email=email), frozenset({Role.AUDITOR}), None)
    return people.invite(session, command, by=CHIEF, now=NOW)


def test_an_invitation_opens_for_seven_days(session: Session) -> None:
    token = token_hash(invite(session).link.token)

    last = NOW + INVITATION_LASTS - timedelta(seconds=1)
    found = live_link(session, token, now=last)
    assert found is not None
    assert (found.name, found.contact) == ("Ana", "ana@contoh.test")
    assert live_link(session, token, now=NOW + INVITATION_LASTS) is None


def test_only_the_hash_of_a_link_is_stored(session: Session) -> None:
    token = invite(session).link.token

    assert session.scalars(select(OneTimeLink.token_hash)).one() == token_hash(token)


def test_a_password_is_chosen_once(session: Session, add_person: AddPerson) -> None:
    invited = invite(session)
    choose = lambda: links.choose_password(  # noqa: E731 - said twice below
        session, invited.link.token, password=PASSWORD, now=NOW
    )

    choose()

    found = proofs(session, invited.account_id)
    assert found is not None
    assert found.password_hash == f"$argon2id${PASSWORD}"
    with pytest.raises(links.LinkNotUsable):
        choose()


def test_a_weak_password_leaves_the_link_usable(session: Session) -> None:
    invited = invite(session)

    with pytest.raises(WeakPassword):
        links.choose_password(session, invited.link.token, password="ana", now=NOW)

    assert live_link(session, token_hash(invited.link.token), now=NOW) is not None


def test_two_people_with_the_same_link_choose_one_password(
    engine: Engine, session: Session, add_person: AddPerson
) -> None:
    token = invite(session).link.token
    session.rollback()
    start, results = threading.Barrier(4), []

    def choose(number: int) -> None:
        with Session(engine) as own:
            start.wait()
            try:
                words = f"{PASSWORD} {number}"
                links.choose_password(own, token, password=words, now=NOW)
                results.append("chosen")
            except links.LinkNotUsable:
                results.append("too late")

    threads = [threading.Thread(target=choose, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["chosen", "too late", "too late", "too late"]


def asked(session: Session, now: datetime) -> links.Issued | None:
    issued = links.request_reset(session, SRI, now=now)
    session.commit()
    return issued


def test_choosing_a_password_ends_sessions_and_other_links(
    session: Session, add_person: AddPerson
) -> None:
    account = add_person(Role.SUPERVISOR)
    start_session(session, Browser(account.id, Stage.SIGNED_IN, ""), now=NOW)
    reset = asked(session, NOW)
    people.new_link(session, account.id, by=CHIEF, now=NOW)
    assert reset is not None

    links.choose_password(session, reset.token, password=PASSWORD, now=NOW)

    for table in (StaffSession, OneTimeLink):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    assert [s.entry.detail for s in entries(session)][-1] == '{"by":"password_reset"}'


def test_a_second_request_in_a_moment_sends_no_second_letter(
    session: Session, add_person: AddPerson
) -> None:
    add_person(Role.SUPERVISOR)
    at = lambda after: asked(session, NOW + after)  # noqa: E731 - brief

    first = at(timedelta(0))
    assert first is not None
    assert first.expires_at == NOW + RESET_LASTS
    assert at(links.QUIET_FOR - timedelta(seconds=1)) is None
    assert at(links.QUIET_FOR) is not None
    assert live_link(session, token_hash(first.token), now=NOW) is None


def test_no_letter_for_strangers_numbers_unused_and_closed_accounts(
    session: Session, add_person: AddPerson
) -> None:
    account = add_person(Role.SUPERVISOR)
    account.staff_number = "19790312"
    invited = add_account(session, Role.SUPERVISOR, email="baru@contoh.test")
    closed = add_person(Role.SUPERVISOR, email="tutup@contoh.test")
    closed.is_active = False
    session.commit()

    for identity in (
        Identity(),
        Identity(email="tak@ada.test"),
        Identity(staff_number="19790312"),
        Identity(email=str(invited.email)),
        Identity(email=str(closed.email)),
    ):
        assert links.request_reset(session, identity, now=NOW) is None
    assert session.scalar(select(func.count()).select_from(OneTimeLink)) == 0


def test_an_identity_belongs_to_one_account(session: Session) -> None:
    invite(session)

    with pytest.raises(people.IdentityTaken):
        invite(session)

    assert [s.entry.action for s in entries(session)] == ["account.invite"]


def test_an_invitation_without_a_role_or_its_agency_writes_nothing(session: Session) -> None:
    for roles, error in ((set(), NoRole), ({Role.OFFICER}, RoleNeedsAgency)):
        command = people.Invite("Ana", SRI, frozenset(roles), None)
        with pytest.raises(error):
            people.invite(session, command, by=CHIEF, now=NOW)
    assert session.scalar(select(func.count()).select_from(Account)) == 0


def test_the_list_is_sorted_by_name_and_knows_states(session: Session) -> None:
    agency = make_agency(session)
    for name, roles in (("budi", (Role.OFFICER,)), ("Ana", (Role.ADMINISTRATOR, Role.AGENCY_HEAD))):
        account = add_account(
            session, *roles, name=name, email=f"{name.lower()}@x.test", agency_id=agency.id
        )
        account.password_hash = "$argon2id$x" if name == "Ana" else None
    session.commit()

    page = people_page(session, PeopleFilter(), number=1)

    assert [(p.name, p.state, p.agency_id) for p in page.items] == [
        ("Ana", AccountState.OPEN, agency.id),
        ("budi", AccountState.INVITED, agency.id),
    ]
    assert (open_administrators(session), unused_invitations(session)) == (1, 1)
    for state, total in (("open", 1), ("invited", 1), ("closed", 0)):
        wanted = PeopleFilter(state=AccountState(state))
        assert people_page(session, wanted, number=1).total == total
    assert people_page(session, PeopleFilter(words="AN"), number=1).total == 1
    assert people_page(session, PeopleFilter(role=Role.OFFICER), number=1).total == 1
    assert person(session, 99) is None


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"email": None}, "ck_account_identity"),
        ({"email": "Sri@contoh.test"}, "ck_account_email"),
        ({"email": "sri"}, "ck_account_email"),
        ({"staff_number": ""}, "ck_account_staff_number"),
        ({"name": ""}, "ck_account_name"),
        ({"password_hash": "plain"}, "ck_account_password_hash"),
        ({"totp_counter": 1}, "ck_account_totp_counter"),
    ],
)
def test_the_database_refuses_an_account_that_cannot_be(
    session: Session, values: dict[str, str | int | None], constraint: str
) -> None:
    account = add_account(session, Role.SUPERVISOR)

    with pytest.raises(IntegrityError, match=constraint):
        session.execute(update(Account).where(Account.id == account.id).values(**values))
