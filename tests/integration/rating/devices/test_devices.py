"""Machines are paired once and revoked for good; the database holds the rules too."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.rating.devices import keys as api_keys
from portal.rating.devices import service as devices
from portal.rating.devices.domain import CODE_GOOD_FOR, DeviceKind, secret_hash
from portal.rating.devices.models import ApiKey, PairedDevice
from portal.rating.devices.queries import DeviceState, device, device_with_secret, devices_at
from tests.factories.ratings import SmallCity, make_small_city

NOW = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)


@pytest.fixture
def city(session: Session) -> SmallCity:
    return make_small_city(session)


def invite(session: Session, city: SmallCity, name: str = "Layar", desk: int = 0) -> str:
    return devices.invite_device(
        session, desk_id=city.desk_ids[desk], kind=DeviceKind.SCREEN, name=name, now=NOW
    )


def pair(session: Session, code: str) -> str:
    return devices.pair_device(session, code, kind=DeviceKind.SCREEN, desk_id=None, now=NOW)


def test_a_machine_goes_from_waiting_to_paired_to_revoked(
    session: Session, city: SmallCity
) -> None:
    code = invite(session, city)
    (waiting,) = devices_at(session, None, now=NOW)
    (missed,) = devices_at(session, None, now=NOW + CODE_GOOD_FOR)
    secret = pair(session, code)
    paired = device_with_secret(session, secret_hash(secret))
    (listed,) = devices_at(session, None, now=NOW)
    devices.revoke_device(session, waiting.id)

    assert paired is not None
    states = [waiting.state, missed.state, paired.state, device(session, waiting.id, now=NOW).state]
    assert states == [*map(DeviceState, ("waiting", "missed", "paired", "revoked"))]
    assert listed.state is DeviceState.PAIRED
    assert device_with_secret(session, secret_hash(secret)) is None


def test_a_machine_that_still_waits_can_be_revoked(session: Session, city: SmallCity) -> None:
    code = invite(session, city)
    (waiting,) = devices_at(session, None, now=NOW)
    devices.revoke_device(session, waiting.id)

    with pytest.raises(devices.PairingCodeWrong):
        pair(session, code)
    with pytest.raises(devices.DeviceUnknown):
        devices.revoke_device(session, waiting.id)


def test_machines_are_listed_by_desk(session: Session, city: SmallCity) -> None:
    for desk, name in ((1, "C"), (0, "B"), (0, "A")):
        invite(session, city, name, desk)

    assert [one.name for one in devices_at(session, None, now=NOW)] == ["A", "B", "C"]
    only = frozenset({city.desk_ids[1]})
    assert [one.name for one in devices_at(session, only, now=NOW)] == ["C"]
    assert device(session, 999, now=NOW) is None


def test_only_hashes_are_stored(session: Session, city: SmallCity) -> None:
    code = invite(session, city)
    row = session.scalars(select(PairedDevice)).one()
    assert row.code_hash == secret_hash(code)
    secret = pair(session, code)
    session.refresh(row)

    assert (row.code_hash, row.secret_hash) == (None, secret_hash(secret))


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b"])
def test_a_name_is_short_plain_text(session: Session, city: SmallCity, name: str) -> None:
    with pytest.raises(api_keys.NameInvalid):
        invite(session, city, name)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "robot"},
        {"name": ""},
        {"code_hash": b"short"},
        {"secret_hash": b"s" * 32},
        {"code_ends_at": None},
        {"desk_id": 999},
    ],
)
def test_the_database_refuses_a_machine_that_makes_no_sense(
    session: Session, city: SmallCity, wrong: dict[str, object]
) -> None:
    good = {
        "desk_id": city.desk_ids[0],
        "kind": "screen",
        "name": "Layar",
        "code_hash": b"c" * 32,
        "code_ends_at": NOW,
        "secret_hash": None,
    }
    session.execute(insert(PairedDevice).values(good | {"code_hash": b"d" * 32}))

    with pytest.raises(IntegrityError):
        session.execute(insert(PairedDevice).values(good | wrong))


@pytest.mark.parametrize("wrong", [{"key_hash": b"short"}, {"name": ""}, {"agency_id": 999}])
def test_the_database_refuses_a_key_that_makes_no_sense(
    session: Session, city: SmallCity, wrong: dict[str, object]
) -> None:
    good = {
        "agency_id": city.agency_id,
        "name": "Mesin",
        "key_hash": b"k" * 32,
        "is_revoked": False,
    }

    with pytest.raises(IntegrityError):
        session.execute(insert(ApiKey).values(good | wrong))
