"""Work that no answer waits for, so that the time of an answer tells nothing about an account.

One thread of the process does it in order; it finishes when the process ends in the usual way.
What a killed process must not lose is kept before it is handed over, and the jobs do it.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore

from flask import Flask

log = logging.getLogger(__name__)
MOST_WAITING = 100
_pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="accounts")
_places = BoundedSemaphore(MOST_WAITING)


def do_later(app: Flask, work: Callable[[], None]) -> bool:
    """Do ``work`` in an application context of its own, soon.

    :returns: False when too much waits already; ``work`` is dropped then.
    """
    if not _places.acquire(blocking=False):
        log.error("work for accounts was dropped: too much waits")
        return False
    _pool.submit(_do, app, work)
    return True


def has_place() -> bool:
    """Return whether there is room for more work."""
    if not _places.acquire(blocking=False):
        return False
    _places.release()
    return True


def wait_until_done() -> None:
    """Wait for everything that was handed over before."""
    _pool.submit(lambda: None).result()


def _do(app: Flask, work: Callable[[], None]) -> None:
    try:
        with app.app_context():
            work()
    except Exception as error:
        log.error("work for accounts failed: kind=%s", type(error).__name__)
    finally:
        _places.release()
