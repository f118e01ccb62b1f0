"""Storage of the limiter as its owner reads it: names of counters, their ends, the day key."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import redis

from portal.privacy_audit.limiter_charges import Charge, portal_charges
from portal.privacy_audit.visitors import MINUTES_OF_A_DAY, TIMEZONE, MadeUpVisitor
from portal.rating.limits.open_channel import MemoryStorage
from portal.rating.limits.redis_storage import RedisStorage
from portal.time import clock
from portal.web.day_keys import MemoryDayKeys, RedisDayKeys, next_midnight

KEYED = "#"
_KEYED = re.compile(r"[0-9a-f]{32}")
_DAY_KEY = re.compile("day-key")


class RedisNotEmpty(Exception):
    """A Redis that holds something is not the trial's alone."""


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter: its owner, and its end in seconds since 1970.

    ``kind`` is its name without what is keyed, and what it counts: the insider is granted that.
    """

    kind: str
    name: str
    owner: int
    ends_at: float


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything in the storage, with the visitor whose act made each counter.

    ``day_keys`` are the keys of the day that lie beside the counters; ``opens_at`` is the moment,
    in seconds since 1970, at which the queue's last day began.
    """

    counters: tuple[Counter, ...]
    day_keys: tuple[bytes, ...]
    opens_at: float


class TrialLimiter(Protocol):
    """Where citizens' acts of the last day are counted."""

    def rated(self, visitor: MadeUpVisitor) -> None:
        """Count a rating."""

    def complained(self, visitor: MadeUpVisitor) -> None:
        """Count a complaint."""

    def contents(self) -> Contents:
        """Return what the storage holds."""


class Store(Protocol):
    """A storage that an insider reads."""

    def size(self) -> int:
        """Return how many names there are."""

    def names(self) -> Iterable[str]:
        """Return the names of all that is stored."""

    def ends(self) -> Mapping[str, float]:
        """Return when each name ends, in seconds since 1970."""

    def value(self, name: str) -> bytes:
        """Return what is stored under a name; nothing where only a count is."""


class RedisStore:
    """A Redis that only the trial uses."""

    def __init__(self, client: "redis.Redis") -> None:
        self._client = client

    def size(self) -> int:
        """Return how many keys there are."""
        return int(self._client.dbsize())

    def names(self) -> Iterable[str]:
        """Return the names of all keys."""
        return [str(name, "utf-8") for name in self._client.scan_iter(count=10_000)]

    def ends(self) -> Mapping[str, float]:
        """Return when each name ends, by the server's clock."""
        names = list(self.names())
        pipe = self._client.pipeline()
        for name in names:
            pipe.pexpiretime(name)
        return {name: ends / 1000 for name, ends in zip(names, pipe.execute(), strict=True)}

    def value(self, name: str) -> bytes:
        """Return what is stored under a name."""
        value = self._client.get(name)
        return value if isinstance(value, bytes) else b""


class MemoryStore:
    """The memory of the process."""

    def __init__(self, storage: MemoryStorage) -> None:
        self._storage = storage

    def size(self) -> int:
        """Return how many counters there are."""
        return len(self._storage._expiry)

    def names(self) -> Iterable[str]:
        """Return the names of all counters."""
        return self._storage._expiry

    def ends(self) -> Mapping[str, float]:
        """Return when each counter ends."""
        return {name: at.timestamp() for name, at in self._storage._expiry.items()}

    def value(self, name: str) -> bytes:
        """Return nothing: the key of the day is no counter here."""
        return b""


class CountedLimits:
    """Counts the last day's acts as the portal does, and notes whose act made which counter."""

    def __init__(self, store: Store, *, charges: Mapping[str, Mapping[str, Charge]]) -> None:
        """Count in ``store``.

        :param charges: how each act is counted, by what is counted.
        """
        self._store = store
        self._charges = charges
        self._made: dict[str, tuple[int, str]] = {}
        tomorrow = next_midnight(clock.now(), TIMEZONE)
        self._opens_at = tomorrow + timedelta(hours=8)

    def rated(self, visitor: MadeUpVisitor) -> None:
        """Count a rating."""
        self._charge("rated", visitor)

    def complained(self, visitor: MadeUpVisitor) -> None:
        """Count a complaint."""
        self._charge("complained", visitor)

    def _charge(self, act: str, visitor: MadeUpVisitor) -> None:
        of_day = visitor.minute % MINUTES_OF_A_DAY
        now = self._opens_at + timedelta(minutes=of_day)
        for what, charge in self._charges.get(act, {}).items():
            before = self._store.size()
            charge(visitor, now)
            for name in self._store.names() if self._store.size() > before else ():
                self._made.setdefault(name, (visitor.number, what))

    def contents(self) -> Contents:
        """Return what the storage holds."""
        ends = self._store.ends()
        return Contents(
            counters=tuple(
                Counter(f"{_KEYED.sub(KEYED, name)}, {what}", name, owner=owner, ends_at=ends[name])
                for name, (owner, what) in self._made.items()
                if name in ends and not _DAY_KEY.search(name)
            ),
            day_keys=tuple(self._store.value(name) for name in ends if _DAY_KEY.search(name)),
            opens_at=self._opens_at.timestamp(),
        )


def limits_in_memory() -> CountedLimits:
    """Return limits as a portal of one process keeps them, with a memory of their own."""
    storage = MemoryStorage(TIMEZONE)
    charges = portal_charges(storage, storage._use, day_keys=MemoryDayKeys(TIMEZONE))
    return CountedLimits(MemoryStore(storage), charges=charges)


def limits_in_redis(client: "redis.Redis", *, half: bytes) -> CountedLimits:
    """Return limits as the portal's processes share them, in a Redis that only the trial uses.

    :raises RedisNotEmpty: when something is stored there, which the trial would change.
    """
    if client.dbsize():
        raise RedisNotEmpty("the Redis given with --limiter holds something; give an empty one")
    storage = RedisStorage(client, TIMEZONE, own_half=half)
    day_keys = RedisDayKeys(client, TIMEZONE, own_half=half)

    def count(name: str, ends: datetime) -> None:
        client.set(name, 1, exat=int(ends.timestamp()))

    charges = portal_charges(storage, count, day_keys=day_keys)
    return CountedLimits(RedisStore(client), charges=charges)
