"""How gunicorn serves the portal, on a laptop and behind a proxy.

More processes: ``GUNICORN_CMD_ARGS="--workers 4 --threads 6"`` with PORTAL_LIMITER_URL set.
"""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from gunicorn.glogging import Logger

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from portal.web.logs import configure_logs, take_over

HIGHEST_PORT = 65_535


def address(environ: Mapping[str, str]) -> str:
    """Return where to listen, as gunicorn reads it: addresses of IPv6 stand in brackets."""
    host = environ.get("PORTAL_HOST", "").strip() or "127.0.0.1"
    port = environ.get("PORT", "").strip() or "8000"
    if not (port.isascii() and port.isdecimal() and 0 < int(port[:6]) <= HIGHEST_PORT):
        sys.exit(f"Suara Loket cannot start: PORT must be a number from 1 to {HIGHEST_PORT}.")
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


bind = address(os.environ)
worker_class = "gthread"
# Four requests at work and two more threads, so that /healthz is answered while all four are stuck
# (portal/web/request_gate.py).
threads = 6
# One listening socket a worker: on a shared one, one worker may take every kept-open connection.
reuse_port = True
preload_app = True
control_socket_disable = True
# A heartbeat file on a slow disk makes the master take a working worker for a hanging one.
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


def metrics_folder() -> str:
    """Return an empty folder in memory for the counters that the workers share."""
    chosen = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if not chosen:
        return tempfile.mkdtemp(prefix="suara-loket-metrics-", dir=worker_tmp_dir)
    Path(chosen).mkdir(mode=0o700, parents=True, exist_ok=True)
    for file in Path(chosen).glob("*.db"):
        file.unlink()
    return chosen


# Set before the app is loaded: prometheus-client decides by it where it counts.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = metrics_folder()


class OneLineLogger(Logger):
    """gunicorn's own lines, written as the portal's are, without anything that names a citizen."""

    def setup(self, cfg: object) -> None:
        """Set gunicorn's logging up and hand its lines to the portal's handler."""
        super().setup(cfg)
        configure_logs(os.environ.get("PORTAL_LOG_FORMAT") or "plain")
        take_over(self.error_log)


logger_class = OneLineLogger


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


def post_worker_init(worker: object) -> None:
    """Let fewer requests be at work than this worker has threads."""
    open_places = getattr(worker.wsgi, "open_places", None)
    if open_places is not None:
        open_places(worker.cfg.threads)


def when_ready(server: object) -> None:
    """Keep what the app loaded in pages that all workers share."""
    gc.collect()
    gc.freeze()


def child_exit(server: object, worker: object) -> None:
    """Let go of what a worker that ended was counting at that moment."""
    # Loaded late: at its import the library decides by the folder's variable where it counts.
    import_module("prometheus_client.multiprocess").mark_process_dead(worker.pid)


def on_exit(server: object) -> None:
    """Remove the folder that was made at the start."""
    folder = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])
    if folder.name.startswith("suara-loket-metrics-"):
        shutil.rmtree(folder, ignore_errors=True)
