"""Pairs screens and kiosks with desks, by a code that works once and for a short time."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.rating.devices.domain import (
    CODE_GOOD_FOR,
    DeviceKind,
    new_pairing_code,
    new_secret,
    secret_hash,
)
from portal.rating.devices.keys import checked_name
from portal.rating.devices.models import PairedDevice
from portal.storage.database import begin_write
from portal.storage.validity import is_running


class PairingCodeWrong(ValueError):
    """No machine of this kind and desk waits for this code, or its time is over."""


class DeviceUnknown(LookupError):
    """There is no such machine, or it was revoked before."""


def invite_device(
    session: Session, *, desk_id: int, kind: DeviceKind, name: str, now: datetime
) -> str:
    """Add a machine and return the one-time code to type on it; it is shown once. Commits.

    :raises portal.rating.devices.keys.NameInvalid: for an empty or too long name.
    """
    code, plain = new_pairing_code(), checked_name(name)
    begin_write(session)
    session.add(
        PairedDevice(
            desk_id=desk_id,
            kind=kind,
            name=plain,
            code_hash=secret_hash(code),
            code_ends_at=now + CODE_GOOD_FOR,
        )
    )
    session.commit()
    return code


def pair_device(
    session: Session, code: str, *, kind: DeviceKind, desk_id: int | None, now: datetime
) -> str:
    """Exchange a one-time code for the secret the machine keeps. Commits.

    :param desk_id: the desk the machine must belong to (None: whichever the code is for).
    :raises PairingCodeWrong: when the code is not good; nothing is changed then.
    """
    secret = new_secret()
    is_right = [
        PairedDevice.code_hash == secret_hash(code),
        is_running(PairedDevice.code_ends_at, lasts=CODE_GOOD_FOR, now=now),
        PairedDevice.kind == kind,
    ]
    if desk_id is not None:
        is_right.append(PairedDevice.desk_id == desk_id)
    statement = (
        update(PairedDevice)
        .where(*is_right)
        .values(code_hash=None, code_ends_at=None, secret_hash=secret_hash(secret))
        .returning(PairedDevice.id)
    )
    begin_write(session)
    if session.scalar(statement) is None:
        session.rollback()
        raise PairingCodeWrong("no machine waits for this code")
    session.commit()
    return secret


def revoke_device(session: Session, device_id: int) -> None:
    """Take a machine's secret or code back for good. Commits.

    :raises DeviceUnknown: when there is none to take back.
    """
    is_live = PairedDevice.secret_hash.is_not(None) | PairedDevice.code_hash.is_not(None)
    statement = (
        update(PairedDevice)
        .where(PairedDevice.id == device_id, is_live)
        .values(code_hash=None, code_ends_at=None, secret_hash=None)
        .returning(PairedDevice.id)
    )
    begin_write(session)
    if session.scalar(statement) is None:
        session.rollback()
        raise DeviceUnknown(f"there is no machine {device_id} to take back")
    session.commit()
