"""Proof of being at a desk: a code on a screen that changes, and the grant it gives a device."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from portal.storage.texts.cleaning import code_of_number

# A code on a screen is good for its slot of half a minute and the next: scanning takes time.
SLOT_SECONDS = 30
GRACE_SLOTS = 1
TOKEN_LENGTH = 16

# A grant is good until the end of the day after the one on which it was given.
GRANT_BYTES = 16
GRANT_DAYS = timedelta(days=1)
_SIGNATURE_HEX = 32

# A desk takes twice as many ratings by presence in a day as it has visits on a usual day, and never
# fewer than a slow desk has visits on its busiest day.
TIMES_USUAL_DAY = 2
DAYS_OPEN_A_MONTH = 20
LEAST_A_DAY = 20
# One in four of them is reserved for the tablet, so that scanning the screen again and again cannot
# use up the tablet's ratings.
TABLETS_PART = 4
# One network gets at most half of what all phones may send in a day, and half of the grants of one
# code, however many phones are in it: the other half is left for everybody else.
NETWORKS_PART = 2


@dataclass(frozen=True, slots=True)
class Grant:
    """One rating of one desk from one device, until the end of the day ``ends_on``."""

    id: str
    desk_id: int
    ends_on: date


def presence_budget(visits: int | None, *, unknown: int) -> int:
    """Return how many ratings by presence a desk takes in a day.

    :param visits: of the last month in which they were counted; None when they never were.
    :param unknown: the budget of a desk whose visits are not known.
    """
    if visits is None:
        return unknown
    return max(LEAST_A_DAY, ceil(TIMES_USUAL_DAY * visits / DAYS_OPEN_A_MONTH))


def phones_part(budget: int) -> int:
    """Return how many of a desk's ``budget`` of a day may come from phones."""
    return budget - budget // TABLETS_PART


def network_part(phones: int, *, most: int) -> int:
    """Return how many ratings, or grants, one network may use: half of the phones', rounded up.

    :param phones: how many all phones together may use.
    :param most: the upper limit for one network.
    """
    return min(most, ceil(phones / NETWORKS_PART))


def slot_of_token(key: bytes, token: str, *, desk_id: int, moment: datetime) -> int | None:
    """Return the slot that ``token`` is the desk's code of, if it is still good at ``moment``.

    :returns: the number of the half minute since 1970; None for any other token.
    """
    given = token.upper().encode()
    now = _slot(moment)
    for slot in range(now, now - GRACE_SLOTS - 1, -1):
        if hmac.compare_digest(given, _token(key, desk_id=desk_id, slot=slot).encode()):
            return slot
    return None


def token_at(key: bytes, *, desk_id: int, moment: datetime) -> str:
    """Return the code a desk's screen shows at ``moment``: 16 characters of base 32."""
    return _token(key, desk_id=desk_id, slot=_slot(moment))


def new_grant(desk_id: int, *, today: date) -> Grant:
    """Return a grant until the end of tomorrow, so that nobody has to rate while watched."""
    return Grant(id=secrets.token_hex(GRANT_BYTES), desk_id=desk_id, ends_on=today + GRANT_DAYS)


def signed_grant(key: bytes, grant: Grant) -> str:
    """Return ``grant`` as a signed text: id, desk, last day and signature, joined by dots."""
    text = f"{grant.id}.{grant.desk_id}.{grant.ends_on.isoformat()}"
    return f"{text}.{_signature(key, text)}"


def read_grant(key: bytes, text: str, *, desk_id: int, today: date) -> Grant | None:
    """Return the grant in ``text`` when its signature, desk and days are right; else None."""
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
