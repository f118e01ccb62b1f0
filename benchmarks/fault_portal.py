"""A portal to be hurt: a small city, a server that is started again, and work in processes."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, text

from benchmarks.serving import CONFIG, ROOT, children, environment
from portal.app import create_app
from portal.complaints.intake.waiting import WaitingComplaints
from portal.settings import Settings
from portal.storage.sealing.keys import KeyStore
from portal.time import clock
from tests.conftest import close
from tests.servers import Cluster, free_port, is_listening
from tests.web.rating.conftest import City

MANY = "1000000"
STOP_SECONDS = 15
# A busy machine takes its time to load a portal.
START_SECONDS = 300
Work = Callable[[], object]


@dataclass
class HurtPortal:
    """A portal on a port of its own; ``database`` is one of ``sqlite`` and ``postgresql``."""

    folder: Path
    database: str
    url: str
    limiter: str = "memory://"
    workers: int = 1
    cluster: Cluster | None = None
    redis: Any = None
    port: int = field(default_factory=free_port)
    #: What said a fault that ``/readyz`` has no part in, and how long that took.
    said: tuple[float, str] | None = None
    _server: subprocess.Popen[bytes] | None = None

    @property
    def variables(self) -> dict[str, str]:
        return {
            "PORTAL_INSTANCE_DIR": str(self.folder / "instance"),
            "PORTAL_KEYS_DIR": str(self.folder / "keys"),
            "PORTAL_DATABASE_URL": self.url,
            "PORTAL_LIMITER_URL": self.limiter,
            "PORTAL_SECRET_KEY": "a key for measuring and nothing else",
            "PORTAL_TRUSTED_PROXIES": "1",
            "PORTAL_OPEN_NETWORK_PER_DAY": MANY,
            "PORTAL_OPEN_DESK_PER_HOUR": MANY,
            "PORTAL_DEMO": "0",
            "PORTAL_INSPECTORATE": "-",
        }

    @property
    def instance(self) -> Path:
        return self.folder / "instance"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    def build(self) -> None:
        """Make the database, a desk that can be rated, and the first key of the inbox."""
        with self.app() as app:
            with app.app_context():
                upgrade()
            city = City(app)
            with app.app_context():
                KeyStore(self.keys).save(bytes(city.key))

    @contextmanager
    def app(self) -> Iterator[Flask]:
        app = create_app(Settings.from_env(self.variables))
        try:
            yield app
        finally:
            close(app)

    def start(self) -> None:
        """Start gunicorn and wait until it answers."""
        command = [sys.executable, "-m", "gunicorn", "--config", str(CONFIG)]
        command += ["--workers", str(self.workers), "wsgi:app"]
        environ = environment({**self.variables, "PORT": str(self.port)})
        with (self.folder / "server.log").open("a") as log:
            self._server = subprocess.Popen(
                command, cwd=ROOT, env=environ, stdout=log, stderr=subprocess.STDOUT
            )
        if wait_for(lambda: is_listening(self.port), seconds=START_SECONDS) is None:
            self.stop()
            said = (self.folder / "server.log").read_text()[-2000:]
            raise RuntimeError(f"the portal did not start within {START_SECONDS} s:\n{said}")

    def stop(self) -> None:
        """End gunicorn, politely at first."""
        if self._server is None:
            return
        self._server.terminate()
        try:
            self._server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill_master()
        self._server = None

    def worker_pids(self) -> list[int]:
        with suppress(FileNotFoundError):
            return children(self.master)
        return []

    @property
    def master(self) -> int:
        assert self._server is not None
        return self._server.pid

    def kill_master(self) -> None:
        """Kill the master; its workers notice and end, or are killed too."""
        workers = self.worker_pids()
        for number in (self.master, *workers):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        assert self._server is not None
        self._server.wait()

    def count(self, table: str) -> int:
        """Return how many rows a table has, on a connection of its own."""
        engine = create_engine(self.url)
        try:
            with engine.connect() as connection:
                counted: int = connection.execute(
                    text(f"SELECT count(*) FROM {table}")
                ).scalar_one()
        finally:
            engine.dispose()
        return counted

    def stored(self) -> tuple[int, int]:
        """Return how many ratings, mixed or not, and complaints, waiting or not, there are."""
        waiting = len(WaitingComplaints.beside_keys(self.keys).names())
        ratings = self.count("sealed_rating") + self.count("ballot")
        return ratings, waiting + self.count("complaint")

    def run_and_kill(
        self, *words: str, after: float | None, ahead: timedelta = timedelta()
    ) -> int | None:
        """Run a command of ``flask`` in a process of its own and kill it after some seconds.

        :param after: None to let it end.
        :param ahead: how far the clock of that process is wrong.
        :returns: its exit code, or None when it was killed.
        """
        fork = multiprocessing.get_context("fork")
        process = fork.Process(target=_command, args=(self.variables, words, ahead))
        process.start()
        process.join(after)
        if process.exitcode is None:
            process.kill()
            process.join()
            return None
        return process.exitcode


def _command(variables: dict[str, str], words: tuple[str, ...], ahead: timedelta) -> None:
    true_now = clock.now
    clock.now = lambda: true_now() + ahead
    app = create_app(Settings.from_env(variables))
    result = app.test_cli_runner().invoke(args=list(words))
    with Path(variables["PORTAL_INSTANCE_DIR"]).with_name("commands.log").open("a") as log:
        log.write(f"{' '.join(words)} {ahead}: {result.exit_code} {result.output}\n")
    # The forked process must not run what the campaign has to do at its own end.
    os._exit(result.exit_code)


def wait_for(is_so: Callable[[], bool], *, seconds: float) -> float | None:
    """Return after how many seconds ``is_so`` became true; None when it did not."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if is_so():
            return time.monotonic() - began
        time.sleep(0.1)
    return None
