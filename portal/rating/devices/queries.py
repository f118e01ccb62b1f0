"""The screens and kiosks, and which of them sent a request."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.rating.devices.domain import CODE_GOOD_FOR, DeviceKind
from portal.rating.devices.models import PairedDevice
from portal.storage.validity import is_running


class DeviceState(StrEnum):
    """Whether a machine waits for its code, is paired or is revoked."""

    WAITING = "waiting"
    MISSED = "missed"
    PAIRED = "paired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class DeviceInBrief:
    """A machine by its number, name, kind and desk."""

    id: int
    desk_id: int
    kind: DeviceKind
    name: str
    state: DeviceState


def device_with_secret(session: Session, hashed: bytes) -> DeviceInBrief | None:
    """Return the paired machine whose secret has this hash, or None."""
    row = session.scalar(select(PairedDevice).where(PairedDevice.secret_hash == hashed))
    return None if row is None else _brief(row, DeviceState.PAIRED)


def device(session: Session, device_id: int, *, now: datetime) -> DeviceInBrief | None:
    """Return one machine, or None."""
    row = session.get(PairedDevice, device_id)
    return None if row is None else _brief(row, _state(row, now))


def devices_at(
    session: Session, desk_ids: frozenset[int] | None, *, now: datetime
) -> list[DeviceInBrief]:
    """Return the machines at ``desk_ids`` (None: everywhere), by desk and name."""
    is_there: list[ColumnElement[bool]] = (
        [] if desk_ids is None else [PairedDevice.desk_id.in_(desk_ids)]
    )
    query = (
        select(PairedDevice)
        .where(*is_there)
        .order_by(PairedDevice.desk_id, PairedDevice.name, PairedDevice.id)
    )
    return [_brief(row, _state(row, now)) for row in session.scalars(query)]


def _state(row: PairedDevice, now: datetime) -> DeviceState:
    if row.secret_hash is not None:
        return DeviceState.PAIRED
    if row.code_ends_at is None:
        return DeviceState.REVOKED
    is_waiting = is_running(row.code_ends_at, lasts=CODE_GOOD_FOR, now=now)
    return DeviceState.WAITING if is_waiting else DeviceState.MISSED


def _brief(row: PairedDevice, state: DeviceState) -> DeviceInBrief:
    return DeviceInBrief(
        id=row.id, desk_id=row.desk_id, kind=DeviceKind(row.kind), name=row.name, state=state
    )


def has_devices(session: Session) -> bool:
    """Return whether a screen or tablet was ever paired."""
    return session.scalar(select(PairedDevice.id).limit(1)) is not None
