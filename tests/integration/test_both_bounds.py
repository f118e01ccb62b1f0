"""What a clock ahead has issued does not hold once the clock is right again, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.letters.service import NotSent, keep_letter, retry_letters
from portal.accounts.links.domain import LinkPurpose
from portal.accounts.links.models import OneTimeLink
from portal.accounts.links.queries import live_link
from portal.accounts.links.service import LinkNotUsable, add_link, choose_password, request_reset
from portal.accounts.sessions.domain import Stage, token_hash
from portal.accounts.sessions.models import KnownDevice, StaffSession
from portal.accounts.sessions.queries import is_known_device, open_session, sessions_of
from portal.accounts.sessions.service import Browser, keep_device, start_session
from portal.accounts.staff.domain import Identity
from portal.complaints.handling import service as work
from portal.complaints.intake.queries import running_claim
from portal.rating.devices import service as devices
from portal.rating.devices.domain import DeviceKind
from portal.rating.devices.queries import DeviceState, devices_at
from portal.web.access import Role
from tests.factories.complaints import make_complaint, make_office
from tests.factories.organisation import make_agency
from tests.factories.ratings import make_small_city
from tests.staff import add_account

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
AHEAD = NOW + timedelta(days=61)
BROWSER = "Firefox, Linux"


def test_a_session_of_the_future_signs_nobody_in_and_is_forgotten(session: Session) -> None:
    account = add_account(session, Role.AUDITOR)
    browser = Browser(account_id=account.id, stage=Stage.SIGNED_IN, device=BROWSER)
    hashed = token_hash(start_session(session, browser, now=AHEAD))

    assert open_session(session, hashed, now=AHEAD) is not None
    assert open_session(session, hashed, now=NOW) is None
    assert sessions_of(session, account.id, now=NOW) == []
    start_session(session, browser, now=NOW)
    assert session.scalar(select(func.count()).select_from(StaffSession)) == 1


def test_a_browser_of_the_future_is_not_known_and_is_forgotten(session: Session) -> None:
    account = add_account(session, Role.AUDITOR)
    token = keep_device(session, "", account_id=account.id, now=AHEAD)

    known = {"account_id": account.id, "now": NOW}
    assert is_known_device(session, token_hash(token), **known | {"now": AHEAD})
    assert not is_known_device(session, token_hash(token), **known)
    assert not is_known_device(session, token_hash("another"), **known)
    keep_device(session, "", account_id=account.id, now=NOW)
    assert session.scalar(select(func.count()).select_from(KnownDevice)) == 1


@pytest.mark.parametrize("purpose", LinkPurpose)
def test_a_link_of_the_future_opens_nothing_and_is_forgotten(
    session: Session, purpose: LinkPurpose
) -> None:
    account = add_account(session, Role.AUDITOR)
    token = add_link(session, account.id, purpose=purpose, now=AHEAD).token
    session.commit()

    assert live_link(session, token_hash(token), now=AHEAD) is not None
    assert live_link(session, token_hash(token), now=NOW) is None
    with pytest.raises(LinkNotUsable):
        choose_password(session, token, password="payung biru di atap gunung", now=NOW)
    other = add_account(session, Role.AUDITOR)
    add_link(session, other.id, purpose=purpose, now=NOW)
    assert session.scalar(select(func.count()).select_from(OneTimeLink)) == 1


def test_a_letter_of_the_future_does_not_keep_the_next_one_from_being_sent(
    session: Session,
) -> None:
    account = add_account(session, Role.AUDITOR)
    account.password_hash = "$argon2id$of the tests"
    session.commit()
    identity = Identity(email=account.email)
    assert request_reset(session, identity, now=AHEAD) is not None

    assert request_reset(session, identity, now=NOW) is not None
    assert request_reset(session, identity, now=NOW + timedelta(minutes=1)) is None


def test_a_pairing_code_of_the_future_pairs_nothing(session: Session) -> None:
    city = make_small_city(session)
    kind = DeviceKind.SCREEN
    code = devices.invite_device(
        session, desk_id=city.desk_ids[0], kind=kind, name="Layar", now=AHEAD
    )

    with pytest.raises(devices.PairingCodeWrong):
        devices.pair_device(session, code, kind=kind, desk_id=None, now=NOW)
    (listed,) = devices_at(session, None, now=NOW)
    assert listed.state is DeviceState.MISSED


def test_a_claim_of_the_future_keeps_nobody_from_work(session: Session) -> None:
    agency = make_agency(session)
    complaint, _ = make_complaint(session, agency.id, context=make_office())
    first, second = (add_account(session, Role.MODERATOR).id for _ in range(2))
    session.commit()
    work.claim(session, complaint.id, account_id=first, now=AHEAD)

    assert running_claim(session, complaint.id, now=NOW) is None
    work.claim(session, complaint.id, account_id=second, now=NOW)
    assert running_claim(session, complaint.id, now=NOW) == second
    with pytest.raises(work.ClaimedByAnother):
        work.claim(session, complaint.id, account_id=first, now=NOW)


def sent(sealed: bytes) -> None:
    """Take a letter without a word."""


def test_a_letter_that_a_clock_ahead_put_off_is_sent_when_the_clock_is_right(
    session: Session,
) -> None:
    failure = NotSent("ConnectionRefusedError", is_server_away=True)
    until = AHEAD + timedelta(days=3)
    keep_letter(session, b"sealed", failure=failure, now=AHEAD, useful_until=until)

    assert retry_letters(session, now=NOW, deliver=sent).sent == 1
    keep_letter(session, b"sealed", failure=failure, now=NOW, useful_until=until)
    assert retry_letters(session, now=NOW, deliver=sent).sent == 0
