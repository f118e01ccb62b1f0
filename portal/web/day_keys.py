"""The random key of the city's day: it lives in the limiter's storage and dies at midnight."""

import secrets
import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from portal.storage.time_limits import REDIS_RETRIES, REDIS_SECONDS
from portal.storage.validity import Validity

KEY_BYTES = 32
DAY_SECONDS = 86_400
LONG_AGO = datetime.min.replace(tzinfo=UTC)
NEVER = Validity(LONG_AGO, LONG_AGO)


class DayKeys(Protocol):
    """Where the random key of the day lives: the limiter's storage and nowhere else."""

    def current(self, now: datetime) -> bytes:
        """Return the key of the city's day that ``now`` falls on."""


def next_midnight(now: datetime, timezone: str) -> datetime:
    """Return the end of the city's current day, as an aware moment."""
    local = now.astimezone(ZoneInfo(timezone))
    return (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def day_of(now: datetime, timezone: str) -> Validity:
    """Return the city's day that ``now`` falls on, from midnight to midnight.

    A clock that ran ahead and was set back leaves the day at once, and what was kept for it.
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
    """Return the name under which the storage keeps the key of ``day``."""
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


class RedisDayKeys:
    """A day key shared by all processes; Redis forgets it at midnight.

    A process keeps its copy only until the same midnight, so that most requests need no
    round trip. The date is part of the name, so that two clocks that disagree by a second
    never carry yesterday's key into today.
    """

    def __init__(self, client: "redis.Redis", timezone: str) -> None:
        self._client = client
        self._timezone = timezone
        self._day = NEVER
        self._key = b""

    def current(self, now: datetime) -> bytes:
        """Return today's key.

        :raises redis.RedisError: when the storage cannot be reached.
        """
        if not self._day.holds(now):
            self.adopt(self._shared(now), now=now)
        return self._key

    def adopt(self, key: bytes, *, now: datetime) -> None:
        """Hold ``key`` until midnight: the storage has another one than this process had."""
        self._key = key
        self._day = day_of(now, self._timezone)

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


def make_day_keys(limiter_url: str, timezone: str) -> DayKeys:
    """Return the day keys kept in the limiter's storage at ``limiter_url``."""
    client = storage_client(limiter_url)
    return RedisDayKeys(client, timezone) if client else MemoryDayKeys(timezone)
