"""Proof of being at a desk: a code on a screen that changes, and the grant it gives a device."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.storage.texts.typed_codes import code_of_number

SLOT_SECONDS = 30
# The slot that has just ended still counts: people need time to scan.
GRACE_SLOTS = 1
TOKEN_LENGTH = 16
GRANT_BYTES = 16
# A grant ends with the day after the one on which it was given.
GRANT_DAYS = timedelta(days=1)
_SIGNATURE_HEX = 32
# A desk's screen and tablet take twice the ratings that the visits of a usual day could leave,
# and never fewer than a slow desk has on its busiest day.
TIMES_USUAL_DAY = 2
DAYS_OPEN_A_MONTH = 20
LEAST_A_DAY = 20
# Of a day's ratings by presence this part is kept for the tablet: whoever scans the screen again
# and again cannot use it up.
TABLETS_PART = 4
# One network, however many phones are in it, gets at most this part of what phones may send in a
# day, and of the grants of one code: whoever stands before the screen leaves the others theirs.
NETWORKS_PART = 2


@dataclass(frozen=True, slots=True)
class Grant:
    """One rating of one desk from one device, until the end of the day ``ends_on``."""

    id: str
    desk_id: int
    ends_on: date


def presence_budget(visits: int | None, *, unknown: int) -> int:
    """Return how many ratings by presence a desk takes in a day.

    :param visits: served in its last counted month; None when nobody counted them.
    :param unknown: the answer in that case.
    """
    if visits is None:
        return unknown
    return max(LEAST_A_DAY, -(-TIMES_USUAL_DAY * visits // DAYS_OPEN_A_MONTH))


def phones_part(budget: int) -> int:
    """Return how many of a desk's ratings by presence in a day may come from phones."""
    return budget - budget // TABLETS_PART


def network_part(phones: int, *, most: int) -> int:
    """Return how many of what phones may use one network may use; one of them in any case.

    :param phones: what all phones together may use.
    :param most: what one network may use however much there is.
    """
    return min(most, -(-phones // NETWORKS_PART))


def slot_of_token(key: bytes, token: str, *, desk_id: int, moment: datetime) -> int | None:
    """Return the half minute whose code ``token`` is, now or just before; None for any other."""
    slot = _slot(moment)
    given = token.upper().encode()
    fresh = [slot - ago for ago in range(GRACE_SLOTS + 1)]
    matching = [
        each
        for each in fresh
        if hmac.compare_digest(given, _token(key, desk_id=desk_id, slot=each).encode())
    ]
    return matching[0] if matching else None


def token_at(key: bytes, *, desk_id: int, moment: datetime) -> str:
    """Return the code a desk's screen shows at ``moment``: 16 characters of base 32."""
    return _token(key, desk_id=desk_id, slot=_slot(moment))


def new_grant(desk_id: int, *, today: date) -> Grant:
    """Return a grant until the end of tomorrow, so that nobody has to rate while watched."""
    return Grant(id=secrets.token_hex(GRANT_BYTES), desk_id=desk_id, ends_on=today + GRANT_DAYS)


def signed_grant(key: bytes, grant: Grant) -> str:
    """Return ``grant`` as a text that nobody without ``key`` can make."""
    text = f"{grant.id}.{grant.desk_id}.{grant.ends_on.isoformat()}"
    return f"{text}.{_signature(key, text)}"


def read_grant(key: bytes, text: str, *, desk_id: int, today: date) -> Grant | None:
    """Return the grant in ``text`` when it is ours, for this desk and not over; else None."""
    body, _, signature = text.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _signature(key, body).encode()):
        return None
    id_, desk, ends_on = body.split(".")
    grant = Grant(id=id_, desk_id=int(desk), ends_on=date.fromisoformat(ends_on))
    is_running = today <= grant.ends_on <= today + GRANT_DAYS
    return grant if grant.desk_id == desk_id and is_running else None


def _slot(moment: datetime) -> int:
    return int(moment.timestamp()) // SLOT_SECONDS


def _token(key: bytes, *, desk_id: int, slot: int) -> str:
    digest = hmac.digest(key, f"screen\0{desk_id}\0{slot}".encode(), hashlib.sha256)
    return code_of_number(int.from_bytes(digest), length=TOKEN_LENGTH)[::-1]


def _signature(key: bytes, text: str) -> str:
    return hmac.new(key, f"grant\0{text}".encode(), hashlib.sha256).hexdigest()[:_SIGNATURE_HEX]
