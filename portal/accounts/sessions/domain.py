"""How long a sign-in lasts, how fresh it must be, what a browser is called, and random tokens."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from portal.storage.validity import has_begun
from portal.web.access import Role

SESSION_LASTS = timedelta(hours=12)
IDLE_LIMIT = timedelta(hours=2)
# Who can see or change most is signed out sooner.
SHORT_IDLE_LIMIT = timedelta(minutes=30)
SHORT_IDLE_ROLES = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.PERFORMANCE_OFFICE})
HALF_WAY_LASTS = timedelta(minutes=10)
FRESH_FOR = timedelta(minutes=10)
# A page that is opened counts as use from this long after the last one that counted.
SEEN_STEP = timedelta(minutes=1)
DEVICE_KNOWN_FOR = timedelta(days=180)
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet"} | {
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows"} | {
    "Macintosh": "Mac",
    "Linux": "Linux",
}
TOKEN_BYTES = 32


class Stage(StrEnum):
    """How far a browser has come: password given, authenticator to be set up, signed in."""

    SECOND_FACTOR = "second_factor"
    ENROLMENT = "enrolment"
    SIGNED_IN = "signed_in"


def is_fresh(proved_at: datetime, now: datetime) -> bool:
    """Return whether the person proved themself recently enough for a dangerous act."""
    return proved_at <= now < proved_at + FRESH_FOR


def idle_limit(roles: Iterable[Role]) -> timedelta:
    """Return after how long without use a session of somebody with ``roles`` ends."""
    return IDLE_LIMIT if SHORT_IDLE_ROLES.isdisjoint(roles) else SHORT_IDLE_LIMIT


def is_alive(
    *,
    created_at: datetime,
    seen_at: datetime,
    expires_at: datetime,
    roles: Iterable[Role],
    now: datetime,
) -> bool:
    """Return whether a session of somebody with ``roles`` may be used: begun and not over."""
    is_over = expires_at <= now or seen_at + idle_limit(roles) <= now
    return has_begun(created_at, now=now) and has_begun(seen_at, now=now) and not is_over


def device_name(user_agent: str) -> str:
    """Return the browser and system in words, such as "Chrome, Android"; else empty."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return ", ".join(part for part in (browser, system) if part)


def new_token() -> str:
    """Return 256 random bits as text that fits a cookie or an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    """Return the 32 bytes that are stored for ``token``; its randomness needs no salt."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
