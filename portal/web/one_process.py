"""Limits kept in memory belong to one process: a second one that serves is refused."""

import fcntl
import os
import time
from collections.abc import Mapping

from portal.settings import Settings
from portal.storage.private_files import open_private

LOCK_NAME = "limits.lock"
# A server that restarts may have to wait for its predecessor to end.
PATIENCE_SECONDS = 10.0
PAUSE_SECONDS = 0.1
_held: dict[str, int] = {}


class LimitsNotShared(RuntimeError):
    """Several processes would each count limits for themselves; the text says the remedy."""


def claim_limits(
    settings: Settings,
    *,
    environ: Mapping[str, str] | None = None,
    patience_seconds: float = PATIENCE_SECONDS,
) -> None:
    """Make this process the only one that serves with limits in memory.

    Commands count nothing and are let through: only a process of gunicorn claims. The claim
    ends with the process; what is forked from it shares it.

    :param environ: where gunicorn leaves its name (the process environment when None).
    :raises LimitsNotShared: when another process serves the same instance folder.
    """
    known = os.environ if environ is None else environ
    is_serving = known.get("SERVER_SOFTWARE", "").startswith("gunicorn")
    if not is_serving or not settings.limiter_url.startswith("memory://"):
        return
    workers = known.get("WEB_CONCURRENCY", "1")
    path = str(settings.instance_dir / LOCK_NAME)
    if workers.isdecimal() and int(workers) > 1:
        raise LimitsNotShared(_said(f"WEB_CONCURRENCY is {workers}"))
    if path not in _held and not _taken(path, patience_seconds):
        raise LimitsNotShared(_said("another process serves already"))


def release_limits() -> None:
    """Give every claim of this process back."""
    while _held:
        os.close(_held.popitem()[1])


def _taken(path: str, patience_seconds: float) -> bool:
    handle = open_private(path)
    until = time.monotonic() + patience_seconds
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                os.close(handle)
                return False
            time.sleep(PAUSE_SECONDS)
        else:
            _held[path] = handle
            return True


def _said(what: str) -> str:
    return (
        f"{what}, but limits kept in memory belong to one process: each would count for "
        "itself. Set PORTAL_LIMITER_URL=redis://... or serve with one worker."
    )
