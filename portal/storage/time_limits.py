"""How long a caller waits for the database: one table, by who asks.

A web request has a citizen before it, and a worker has few threads. A command may work on a
million rows. A migration may rewrite a table. The caller says once which of them it is; every
connection it takes from a pool then has these limits.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from flask import g, has_request_context

MINUTE = 60.0
HOUR = 60 * MINUTE


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that a caller waits before it gives up.

    ``statement``, ``lock`` and ``idle_in_transaction`` are kept by PostgreSQL itself.
    ``answer`` is kept by the client, because a server that is frozen keeps nothing; it is
    longer than ``statement``, so that a server that works says first what is wrong.
    ``turn`` bounds the wait for SQLite's one writer, its file lock and its busy wait alike.
    """

    name: str
    statement: float
    lock: float
    idle_in_transaction: float
    answer: float
    turn: float


# A person waits: an answer within seconds, with what they typed, is worth more than patience.
# Half a minute idle within a transaction only happens to a process that is stopped.
# The mix holds SQLite's turn for a portion of ratings, which takes seconds on a slow machine.
REQUEST = Limits("request", statement=5, lock=3, idle_in_transaction=30, answer=6, turn=5)
# The longest statement of a job moves a portion of ratings: seconds, measured with a million.
# Between two statements it may compute for minutes (a release of a large city). Nobody waits
# for it, so it lets a locked table pass, but not for ever: the next round tries again.
COMMAND = Limits(
    "command",
    statement=10 * MINUTE,
    lock=MINUTE,
    idle_in_transaction=30 * MINUTE,
    answer=11 * MINUTE,
    turn=MINUTE,
)
# A migration may rewrite every ballot of a city in one statement. Its lock waits briefly,
# because everything else queues behind a waiting ALTER TABLE.
MIGRATION = Limits(
    "migration",
    statement=4 * HOUR,
    lock=10,
    idle_in_transaction=4 * HOUR,
    answer=4 * HOUR + MINUTE,
    turn=MINUTE,
)

# A request that waited in vain once answers with what it has: a second wait would keep the person
# as long again. Long enough for a lookup by a server that works while one table is locked.
GAVE_UP = Limits("gave up", statement=0.2, lock=0.1, idle_in_transaction=30, answer=0.3, turn=0.1)

# Opening a connection is never slow in a network that works.
CONNECT_SECONDS = 3
# How long all connections of a pool may be taken before the next caller is refused.
POOL_SECONDS = 3
# A machine that is gone answers no packet: noticed after half a minute at the latest, also by a
# command that waits longer for its statement.
KEEPALIVE_IDLE_SECONDS = 10
KEEPALIVE_INTERVAL_SECONDS = 5
KEEPALIVE_PROBES = 3
UNACKNOWLEDGED_SECONDS = 20
# Redis answers in less than a millisecond; a request may ask it three times.
REDIS_SECONDS = 1.0
REDIS_RETRIES = 1

_current: ContextVar[Limits] = ContextVar("limits of who asks", default=REQUEST)


def current_limits() -> Limits:
    """Return the limits of who asks now; a web request's unless somebody said otherwise."""
    chosen = _current.get()
    return GAVE_UP if chosen is REQUEST and has_given_up() else chosen


def has_given_up() -> bool:
    """Return whether the web request at work now has waited for a storage in vain already."""
    return has_request_context() and "waited_in_vain" in g


def give_up() -> None:
    """Let the rest of this web request wait for no storage; nothing outside of a request."""
    if has_request_context():
        g.waited_in_vain = True


@contextmanager
def acting_as(limits: Limits) -> Iterator[None]:
    """Give every connection that is taken while the block runs these ``limits``."""
    before = _current.set(limits)
    try:
        yield
    finally:
        _current.reset(before)
