"""The key of the city's day: made anew each day, stored nowhere as a whole, destroyed at midnight.

The limiter's storage holds a random half of it beside the counters; the other half is a key of the
processes. Whoever owns the storage cannot compute it, and nobody can after midnight.
"""

import hashlib
import hmac
import ipaddress
import secrets
import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from portal.storage.lasting_keys.keys import derived_key
from portal.storage.validity import Validity
from portal.storage.waiting import REDIS_RETRIES, REDIS_SECONDS
from portal.time import clock

KEY_BYTES = 32
DAY_SECONDS = 86_400
LONG_AGO = datetime.min.replace(tzinfo=UTC)
NEVER = Validity(LONG_AGO, LONG_AGO)
IPV4_PREFIX_BITS = 24
IPV6_PREFIX_BITS = 56


class DayKeys(Protocol):
    """Gives the key of the day; no storage holds all of it."""

    def current(self, now: datetime) -> bytes:
        """Return the key of the city's day that ``now`` falls on."""


def next_midnight(now: datetime, timezone: str) -> datetime:
    """Return the end of the city's current day, as an aware moment."""
    local = now.astimezone(ZoneInfo(timezone))
    return (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def day_of(now: datetime, timezone: str) -> Validity:
    """Return the city's day that ``now`` falls on, from midnight to midnight.

    When a clock that ran ahead is set back, the day changes at once; its counters are left.
    """
    local = now.astimezone(ZoneInfo(timezone))
    begins = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return Validity(begins, next_midnight(now, timezone))


def latest_end(here: int) -> int:
    """Return until when a storage keeps anything at the latest, in seconds since 1970.

    A whole day of UTC, two to three days ahead: it holds even when this machine's clock runs ahead.

    :param here: the storage's own clock, in seconds since 1970.
    """
    return (here // DAY_SECONDS + 3) * DAY_SECONDS


def local_day(now: datetime, timezone: str) -> date:
    """Return the city's calendar date at ``now``."""
    return now.astimezone(ZoneInfo(timezone)).date()


def day_key_name(day: date) -> str:
    """Return the name under which the storage keeps its half of the key of ``day``."""
    return f"portal:day-key:{day.isoformat()}"


class MemoryDayKeys:
    """A day key for one process."""

    def __init__(self, timezone: str) -> None:
        self._timezone = timezone
        self._lock = threading.Lock()
        self._key = b""
        self._day = NEVER

    def current(self, now: datetime) -> bytes:
        """Return today's key, made anew after midnight."""
        with self._lock:
            if not self._day.holds(now):
                self._key = secrets.token_bytes(KEY_BYTES)
                self._day = day_of(now, self._timezone)
            return self._key


@dataclass(frozen=True, slots=True)
class HalvedKey:
    """A key of the day with the half of it that the limiter's storage holds."""

    half: bytes
    key: bytes


class RedisDayKeys:
    """A day key shared by all processes; Redis holds half of it, which expires at midnight.

    A process keeps its copy only until the same midnight, so that most requests need no
    round trip. The date is part of the name, so that two clocks that disagree by a second
    never carry yesterday's key into today.
    """

    def __init__(self, client: "redis.Redis", timezone: str, *, own_half: bytes) -> None:
        """Share keys through ``client``.

        :param own_half: the half that all processes have and the storage never sees, 32 bytes.
        """
        self._client = client
        self._timezone = timezone
        self._own_half = own_half
        self._day = NEVER
        self._held = HalvedKey(b"", b"")

    def current(self, now: datetime) -> bytes:
        """Return today's key.

        :raises redis.RedisError: when the storage cannot be reached.
        """
        return self.halved(now).key

    def halved(self, now: datetime) -> HalvedKey:
        """Return today's key with the storage's half of it; raises as ``current`` does."""
        if not self._day.holds(now):
            self.adopt(self._shared(now), now=now)
        return self._held

    def adopt(self, half: bytes, *, now: datetime) -> HalvedKey:
        """Hold the key of ``half`` until midnight: the storage holds another half."""
        key = hmac.new(self._own_half, half, hashlib.sha256).digest()
        self._held = held = HalvedKey(half, key)
        self._day = day_of(now, self._timezone)
        return held

    def _shared(self, now: datetime) -> bytes:
        fresh = secrets.token_bytes(KEY_BYTES)
        name = day_key_name(local_day(now, self._timezone))
        midnight = int(next_midnight(now, self._timezone).timestamp())
        here, _ = self._client.time()
        self._client.set(name, fresh, nx=True, exat=min(midnight, latest_end(here)))
        kept = self._client.get(name)
        return kept if isinstance(kept, bytes) else fresh


def storage_options(limiter_url: str) -> dict[str, Any]:
    """Return how every client of the limiter's storage behaves: fail fast, retry once."""
    if limiter_url.startswith("memory://"):
        return {}
    return {
        "socket_timeout": REDIS_SECONDS,
        "socket_connect_timeout": REDIS_SECONDS,
        "retry": Retry(NoBackoff(), REDIS_RETRIES),
    }


def storage_client(limiter_url: str) -> "redis.Redis | None":
    """Return a client of the storage at ``limiter_url``, or None when it is this process."""
    options = storage_options(limiter_url)
    return redis.Redis.from_url(limiter_url, **options) if options else None


def own_half(secret_key: str) -> bytes:
    """Return the half of the key of the day that the limiter's storage never sees, 32 bytes."""
    return derived_key(secret_key, purpose="half of the key of the day")


def make_day_keys(limiter_url: str, timezone: str, *, secret_key: str) -> DayKeys:
    """Return the day keys of which the limiter's storage at ``limiter_url`` holds half."""
    client = storage_client(limiter_url)
    if client is None:
        return MemoryDayKeys(timezone)
    return RedisDayKeys(client, timezone, own_half=own_half(secret_key))


def network_of(address: str) -> str:
    """Return the /24 (IPv4) or /56 (IPv6) prefix of ``address``; all unknown text is one group."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    mapped = getattr(parsed, "ipv4_mapped", None)
    parsed = mapped or parsed
    bits = IPV4_PREFIX_BITS if parsed.version == 4 else IPV6_PREFIX_BITS
    return str(ipaddress.ip_network((parsed, bits), strict=False))


def pseudonym(key: bytes, *parts: str) -> str:
    """Return the keyed hash of ``parts`` as 32 hexadecimal characters."""
    text = "\x1f".join(parts).encode()
    return hmac.new(key, text, hashlib.sha256).hexdigest()[:32]


def client_key(day_keys: DayKeys, address: str | None) -> str:
    """Return the pseudonym of the network of ``address`` for today."""
    return pseudonym(day_keys.current(clock.now()), "network", network_of(address or ""))
