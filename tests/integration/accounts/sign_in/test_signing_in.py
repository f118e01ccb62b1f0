"""Signing in on both databases: who gets in, how far, and that a proof counts once."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from portal.accounts.audit_log.queries import entries
from portal.accounts.audit_log.service import Actor
from portal.accounts.own_account import service as enrolment
from portal.accounts.second_factor.app_secrets import AppSecrets
from portal.accounts.second_factor.domain import code_hash
from portal.accounts.second_factor.models import RecoveryCode
from portal.accounts.second_factor.queries import recovery_codes_left
from portal.accounts.second_factor.service import WrongCode
from portal.accounts.sessions.domain import DEVICE_KNOWN_FOR, Stage, token_hash
from portal.accounts.sessions.models import KnownDevice, StaffSession
from portal.accounts.sessions.queries import OpenSession, is_known_device, open_session
from portal.accounts.sign_in import service
from portal.accounts.sign_in.service import ClientContext, SignedIn
from portal.accounts.staff.domain import Identity
from portal.accounts.staff.models import Account
from portal.web.access import Role, Staff
from tests.integration.accounts.conftest import PASSWORD, AddPerson
from tests.one_time_codes import app_code

NOW = datetime(2026, 11, 21, 8, 0, 10, tzinfo=UTC)
SRI = Identity(email="sri1@contoh.test")


def sign_in(session: Session, client: ClientContext, *, password: str = PASSWORD) -> SignedIn:
    return service.sign_in(session, SRI, password=password, client=client, now=NOW)


def opened(session: Session, signed_in: SignedIn, *, now: datetime = NOW) -> OpenSession:
    found = open_session(session, token_hash(signed_in.token), now=now)
    assert found is not None
    return found


def give_authenticator(session: Session, account: Account, codes: AppSecrets) -> str:
    account.totp_secret = codes.new_secret()
    session.commit()
    return codes.setup(account.totp_secret, "x").typed_secret.replace("-", "")


def shown(key: str, *, at: datetime = NOW) -> str:
    return app_code(key, at.timestamp())


@pytest.mark.parametrize(
    ("role", "stage"),
    [
        (Role.OFFICER, Stage.SIGNED_IN),
        (Role.SUPERVISOR, Stage.SIGNED_IN),
        (Role.AUDITOR, Stage.ENROLMENT),
        (Role.AGENCY_HEAD, Stage.ENROLMENT),
        (Role.MODERATOR, Stage.ENROLMENT),
        (Role.ADMINISTRATOR, Stage.ENROLMENT),
    ],
)
def test_the_role_decides_whether_a_password_is_enough(
    session: Session, add_person: AddPerson, client: ClientContext, role: Role, stage: Stage
) -> None:
    add_person(role)

    assert sign_in(session, client).stage is stage


def test_whoever_has_an_authenticator_is_asked_for_it(
    session: Session, add_person: AddPerson, client: ClientContext, app_secrets: AppSecrets
) -> None:
    give_authenticator(session, add_person(Role.SUPERVISOR), app_secrets)

    assert sign_in(session, client).stage is Stage.SECOND_FACTOR


@pytest.mark.parametrize("identity", [SRI, Identity(staff_number="1979"), Identity()])
def test_a_wrong_password_or_a_stranger_is_refused_alike(
    session: Session, add_person: AddPerson, client: ClientContext, identity: Identity
) -> None:
    add_person(Role.SUPERVISOR)

    with pytest.raises(service.WrongCredentials):
        service.sign_in(session, identity, password="salah", client=client, now=NOW)

    assert session.scalar(select(func.count()).select_from(StaffSession)) == 0


@pytest.mark.parametrize("field", [{"is_active": False}, {"password_hash": None}])
def test_a_closed_or_unused_account_does_not_open(
    session: Session, add_person: AddPerson, client: ClientContext, field: dict[str, bool | None]
) -> None:
    account = add_person(Role.SUPERVISOR)
    for name, value in field.items():
        setattr(account, name, value)
    session.commit()

    with pytest.raises(service.WrongCredentials):
        sign_in(session, client)


def test_the_old_session_of_the_browser_ends_and_the_device_is_known(
    session: Session, add_person: AddPerson, client: ClientContext
) -> None:
    account = add_person(Role.SUPERVISOR)
    first = sign_in(session, client)
    again = ClientContext(client.device, first.device_token, token_hash(first.token))

    second = sign_in(session, again)

    assert open_session(session, token_hash(first.token), now=NOW) is None
    assert second.device_token == first.device_token
    hashed = token_hash(first.device_token)
    for after, known in ((timedelta(0), True), (DEVICE_KNOWN_FOR, False)):
        assert is_known_device(session, hashed, account_id=account.id, now=NOW + after) is known
    assert not is_known_device(session, hashed, account_id=account.id + 1, now=NOW)


def test_a_device_token_that_nobody_was_given_is_replaced(
    session: Session, add_person: AddPerson, client: ClientContext
) -> None:
    add_person(Role.SUPERVISOR)
    planted = ClientContext(client.device, "planted", None)

    assert sign_in(session, planted).device_token != "planted"


def test_devices_are_forgotten_after_their_time(
    session: Session, add_person: AddPerson, client: ClientContext
) -> None:
    add_person(Role.SUPERVISOR)
    sign_in(session, client)

    service.sign_in(session, SRI, password=PASSWORD, client=client, now=NOW + DEVICE_KNOWN_FOR)

    assert session.scalar(select(func.count()).select_from(KnownDevice)) == 1


def test_a_code_opens_once(
    session: Session, add_person: AddPerson, client: ClientContext, app_secrets: AppSecrets
) -> None:
    key = give_authenticator(session, add_person(Role.SUPERVISOR), app_secrets)
    half_way = [opened(session, sign_in(session, client)) for _ in range(2)]

    def give(number: int, code: str) -> SignedIn:
        return service.give_code(
            session,
            half_way[number],
            code=code,
            app_secrets=app_secrets,
            client=client,
            now=NOW,
        )

    assert give(0, shown(key)).stage is Stage.SIGNED_IN
    for code in (shown(key), shown(key, at=NOW - timedelta(seconds=30)), "000000"):
        with pytest.raises(WrongCode):
            give(1, code)
    assert [s.entry.action for s in entries(session)] == ["session.start"]


def test_a_code_without_an_authenticator_is_wrong(
    session: Session, add_person: AddPerson, client: ClientContext, app_secrets: AppSecrets
) -> None:
    account = add_person(Role.SUPERVISOR)
    key = give_authenticator(session, account, app_secrets)
    half_way = opened(session, sign_in(session, client))
    account.totp_secret = None
    session.commit()

    with pytest.raises(WrongCode):
        service.give_code(
            session,
            half_way,
            code=shown(key),
            app_secrets=app_secrets,
            client=client,
            now=NOW,
        )


def test_many_requests_with_the_same_code_open_one_session(
    engine: Engine,
    session: Session,
    add_person: AddPerson,
    client: ClientContext,
    app_secrets: AppSecrets,
) -> None:
    key = give_authenticator(session, add_person(Role.SUPERVISOR), app_secrets)
    half_way = opened(session, sign_in(session, client))
    session.rollback()
    start, results = threading.Barrier(5), []

    def give() -> None:
        with Session(engine) as own:
            start.wait()
            try:
                service.give_code(
                    own,
                    half_way,
                    code=shown(key),
                    app_secrets=app_secrets,
                    client=client,
                    now=NOW,
                )
                results.append("in")
            except WrongCode:
                results.append("refused")

    threads = [threading.Thread(target=give) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["in"] + ["refused"] * 4


def test_a_recovery_code_opens_once_and_only_its_own_account(
    session: Session, add_person: AddPerson, client: ClientContext, app_secrets: AppSecrets
) -> None:
    account = add_person(Role.SUPERVISOR)
    other = add_person(Role.SUPERVISOR, email="ana@contoh.test")
    give_authenticator(session, account, app_secrets)
    for owner, code in ((account, "AAAA-BBBB-CCCC-DDDD"), (other, "EEEE-FFFF-GGGG-HHHH")):
        session.add(RecoveryCode(code_hash=code_hash(code), account_id=owner.id))
    session.commit()

    def give(code: str) -> SignedIn:
        half_way = opened(session, sign_in(session, client))
        return service.give_recovery_code(session, half_way, code=code, client=client, now=NOW)

    assert give("aaaa bbbb cccc dddd").stage is Stage.SIGNED_IN
    for code in ("AAAA-BBBB-CCCC-DDDD", "EEEE-FFFF-GGGG-HHHH", ""):
        with pytest.raises(WrongCode):
            give(code)
    assert recovery_codes_left(session, account.id) == 0
    assert recovery_codes_left(session, other.id) == 1
    assert [s.entry.detail for s in entries(session)] == ['{"how":"recovery code"}']


def test_of_two_who_found_the_same_recovery_code_one_is_refused(
    session: Session, add_person: AddPerson, client: ClientContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_person(Role.SUPERVISOR)
    half_way = opened(session, sign_in(session, client))
    # Both look before the first of them has spent it.
    monkeypatch.setattr(service, "has_recovery_code", lambda *_, **__: True)

    with pytest.raises(WrongCode):
        service.give_recovery_code(
            session, half_way, code="AAAA-BBBB-CCCC-DDDD", client=client, now=NOW
        )


def test_an_authenticator_counts_from_its_first_right_code(
    session: Session, add_person: AddPerson, client: ClientContext, app_secrets: AppSecrets
) -> None:
    account = add_person(Role.MODERATOR)
    half_way = opened(session, sign_in(session, client))

    def confirm(code: str) -> enrolment.Enrolled:
        return enrolment.confirm_secret(
            session, half_way, code=code, app_secrets=app_secrets, client=client, now=NOW
        )

    with pytest.raises(WrongCode):
        confirm("123456")
    secret = enrolment.offer_secret(session, half_way, app_secrets=app_secrets)
    assert enrolment.offer_secret(session, half_way, app_secrets=app_secrets) == secret
    with pytest.raises(WrongCode):
        confirm("000000")
    key = app_secrets.setup(secret, "x").typed_secret.replace("-", "")
    enrolled = confirm(shown(key))

    assert enrolled.signed_in.stage is Stage.SIGNED_IN
    assert recovery_codes_left(session, account.id) == len(enrolled.codes) == 10
    session.refresh(account)
    assert account.totp_secret == secret
    assert account.totp_counter == NOW.timestamp() // 30
    fresh = enrolment.renew_codes(
        session, by=Actor(account.id, "Sri"), account_id=account.id, now=NOW
    )
    assert not set(fresh) & set(enrolled.codes)
    assert [s.entry.action for s in entries(session)] == [
        "authenticator.set",
        "session.start",
        "recovery_codes.renew",
    ]


def test_nobody_finishes_signing_in_without_an_account(
    session: Session, client: ClientContext, app_secrets: AppSecrets
) -> None:
    nobody = OpenSession(b"", Stage.SECOND_FACTOR, Staff(99, "Sri", frozenset()), "", NOW, NOW, NOW)

    with pytest.raises(service.WrongCredentials):
        service.finish_sign_in(session, 99, client=client, now=NOW)
    with pytest.raises(service.WrongCredentials):
        service.give_code(
            session, nobody, code="1", app_secrets=app_secrets, client=client, now=NOW
        )
