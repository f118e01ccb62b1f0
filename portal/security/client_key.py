"""The caller's network as a pseudonym that dies at midnight with the day's key."""

import hashlib
import hmac
import ipaddress
import secrets
import threading
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import redis

from portal import clock

KEY_BYTES = 32
IPV4_PREFIX_BITS = 24
IPV6_PREFIX_BITS = 56
DAY_KEY_NAME = "portal:day-key"


class DayKeys(Protocol):
    """Where the random key of the day lives: the limiter's storage and nowhere else."""

    def current(self, now: datetime) -> bytes:
        """Return the key of the city's day that ``now`` falls on."""


def next_midnight(now: datetime, timezone: str) -> datetime:
    """Return the end of the city's current day, as an aware moment."""
    local = now.astimezone(ZoneInfo(timezone))
    return (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


class MemoryDayKeys:
    """A day key for one process."""

    def __init__(self, timezone: str) -> None:
        self._timezone = timezone
        self._lock = threading.Lock()
        self._key = b""
        self._until = datetime.min.replace(tzinfo=ZoneInfo("UTC"))

    def current(self, now: datetime) -> bytes:
        """Return today's key, made anew after midnight."""
        with self._lock:
            if now >= self._until:
                self._key = secrets.token_bytes(KEY_BYTES)
                self._until = next_midnight(now, self._timezone)
            return self._key


class RedisDayKeys:
    """A day key shared by all processes; Redis forgets it at midnight.

    A process keeps its copy only until the same midnight, so that most requests need no
    round trip.
    """

    def __init__(self, client: "redis.Redis", timezone: str) -> None:
        self._client = client
        self._timezone = timezone
        self._held = MemoryDayKeys(timezone)
        self._until = datetime.min.replace(tzinfo=ZoneInfo("UTC"))
        self._key = b""

    def current(self, now: datetime) -> bytes:
        """Return today's key.

        :raises redis.RedisError: when the storage cannot be reached.
        """
        if now >= self._until:
            midnight = next_midnight(now, self._timezone)
            fresh = self._held.current(now)
            self._client.set(DAY_KEY_NAME, fresh, nx=True, exat=int(midnight.timestamp()))
            kept = self._client.get(DAY_KEY_NAME)
            self._key = kept if isinstance(kept, bytes) else fresh
            self._until = midnight
        return self._key


def network_of(address: str) -> str:
    """Return the /24 (IPv4) or /56 (IPv6) prefix of ``address``; unknown text stays one group."""
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


def make_day_keys(limiter_url: str, timezone: str) -> DayKeys:
    """Return the day keys kept in the limiter's storage at ``limiter_url``."""
    if limiter_url.startswith("memory://"):
        return MemoryDayKeys(timezone)
    return RedisDayKeys(redis.Redis.from_url(limiter_url, socket_timeout=2), timezone)


def client_key(day_keys: DayKeys, address: str | None) -> str:
    """Return the pseudonym of the network of ``address`` for today."""
    return pseudonym(day_keys.current(clock.now()), "network", network_of(address or ""))
