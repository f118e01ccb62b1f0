"""How gunicorn serves the portal, on a laptop and behind a proxy.

More processes: ``GUNICORN_CMD_ARGS="--workers 4 --threads 1"`` with PORTAL_LIMITER_URL set.
"""

import gc
import logging
import os
import sys
from pathlib import Path

from gunicorn.glogging import Logger

bind = f"{os.environ.get('PORTAL_HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
worker_class = "gthread"
threads = 4
# One listening socket a worker: on a shared one, one worker may take every kept-open connection.
reuse_port = True
preload_app = True
control_socket_disable = True
# A heartbeat file on a slow disk makes the master think that a worker hangs.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - in memory
timeout = 30
graceful_timeout = 10
keepalive = 5
limit_request_line = 2048
limit_request_fields = 60
# The portal itself decides which proxies to believe (PORTAL_TRUSTED_PROXIES).
forwarded_allow_ips = ""
accesslog = None
loglevel = "warning"


class SilentAboutCitizens(logging.Filter):
    """Takes the caller's address, the path and the request's words out of gunicorn's own lines."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the line, but only its first words."""
        for start in ("Invalid request", "Error handling request"):
            if str(record.msg).startswith(start):
                record.msg, record.args = start, ()
        return True


class QuietLogger(Logger):
    """gunicorn's logger without anything that could name a citizen."""

    def setup(self, cfg: object) -> None:
        """Set gunicorn's logging up and put the filter in front of it."""
        super().setup(cfg)
        self.error_log.addFilter(SilentAboutCitizens())


logger_class = QuietLogger


def on_starting(server: object) -> None:
    """Refuse several processes that would each count limits for themselves."""
    workers = server.cfg.workers
    storage = os.environ.get("PORTAL_LIMITER_URL") or "memory://"
    if workers > 1 and storage.startswith("memory://"):
        sys.stderr.write(
            f"{workers} workers cannot share limits kept in memory: each would count for itself. "
            "Set PORTAL_LIMITER_URL=redis://... or start one worker.\n"
        )
        sys.exit(1)


def when_ready(server: object) -> None:
    """Keep what the app loaded in pages that all workers share."""
    gc.collect()
    gc.freeze()
