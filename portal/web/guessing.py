"""Counts failed attempts at a secret, which slows guessing down; a right secret never waits.

An attempt is counted before the proof is looked at, so that many at once gain nothing, and
taken back when the proof was right: only failures stay. Bounds name what they count for: a
network and a thing guessed, a thing guessed over all networks, a network. A bound that is
reached says that this attempt deserves more than the proof alone; it never says who failed.
"""

import hashlib
import math
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import current_app
from redis import Redis
from redis.exceptions import RedisError

from portal.web.day_keys import local_day, next_midnight
from portal.web.extensions import CLIENT_KEY, current_settings, limiter, moment

HOUR_SECONDS = 3600


class Window(StrEnum):
    """Over how long acts are counted together."""

    HOUR = "hour"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class GuessBound:
    """At most ``most`` failures an hour for what the texts of ``parts`` name together."""

    parts: tuple[str, ...]
    most: int

    @property
    def key(self) -> str:
        """The storage key, which names neither account nor network."""
        named = hashlib.sha256("\x1f".join(self.parts).encode()).hexdigest()[:32]
        return f"portal:guess:{named}"


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that was counted: whether all bounds let it pass, and under which keys.

    ``number`` is how many stand under the last bound that was looked at, this one included;
    ``seconds_left`` is when the bound that was reached starts anew, 0 when none was.
    """

    is_within: bool
    keys: tuple[str, ...]
    number: int = 0
    seconds_left: int = 0

    def take_back(self) -> None:
        """Count the attempt no longer, because its proof was right."""
        for key in self.keys:
            limiter.storage.incr(key, HOUR_SECONDS, amount=-1)


def client_network() -> str:
    """Return the day's pseudonym of the caller's network."""
    return str(current_app.extensions[CLIENT_KEY]())


def count_attempt(*bounds: GuessBound) -> Attempt:
    """Count an attempt under each bound in turn, up to the first that is reached.

    So put the narrowest first: who has reached that one no longer adds to the wider ones, and
    one network alone cannot use up what all networks have for a thing.
    """
    counted: list[str] = []
    number = 0
    for bound in bounds:
        number = limiter.storage.incr(bound.key, HOUR_SECONDS)
        if number > bound.most:
            limiter.storage.incr(bound.key, HOUR_SECONDS, amount=-1)
            return Attempt(False, tuple(counted), number, _seconds_left(bound.key))
        counted.append(bound.key)
    return Attempt(True, tuple(counted), number)


def is_guessing(what: str, *, most: int) -> bool:
    """Count a proof that was looked at and was wrong; whether its network had too many this hour.

    Only asked about a wrong proof: a right one is accepted whatever others in the network did.

    :param what: which kind of proof, a fixed word.
    """
    with suppress(RedisError):
        return is_too_often(f"wrong {what}", client_network(), most=most)
    return False


def is_too_often(what: str, who: str, *, most: int) -> bool:
    """Count an act and say whether ``who`` has done it more than ``most`` times in this hour.

    What is counted ends at midnight, all at once, so that no end tells when somebody came.
    Without the limiter's storage nothing is counted.

    :param what: a fixed word.
    :param who: a proof that was looked at, or a network's pseudonym; only its hash is kept.
    """
    with suppress(RedisError):
        return uses(what, who, window=Window.HOUR) > most
    return False


def uses(what: str, who: str, *, window: Window) -> int:
    """Count an act and return how often ``who`` has done it in this hour or on this day.

    Every counter of citizens ends at the city's midnight, to the second, whenever it began.

    :raises redis.exceptions.RedisError: when the limiter's storage cannot be reached.
    """
    now, timezone = moment(), current_settings().timezone
    key = counter_name(what, who, window=window, now=now, timezone=timezone)
    return _counted_until(key, next_midnight(now, timezone))


def counter_name(what: str, who: str, *, window: Window, now: datetime, timezone: str) -> str:
    """Return under which name the limiter's storage counts acts of a window."""
    is_hour = window is Window.HOUR
    when = f"{now:%Y-%m-%dT%H}" if is_hour else local_day(now, timezone).isoformat()
    return GuessBound((what, who, when), 0).key


def _counted_until(key: str, end: datetime) -> int:
    client = getattr(limiter.storage, "storage", None)
    if not isinstance(client, Redis):
        # In this process's memory nobody else reads when a counter ends.
        seconds = math.ceil((end - moment()).total_seconds())
        return int(limiter.storage.incr(key, max(1, seconds)))
    with client.pipeline() as both:
        both.incr(key)
        both.expireat(key, int(end.timestamp()))
        return int(both.execute()[0])


def _seconds_left(key: str) -> int:
    return max(1, int(limiter.storage.get_expiry(key) - moment().timestamp()) + 1)
