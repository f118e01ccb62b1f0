"""Servers of a test's own, started from the machine's programs and ended with the test."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

START_SECONDS = 30
POLL_SECONDS = 0.02


def _children(number: int) -> list[int]:
    text = Path(f"/proc/{number}/task/{number}/children").read_text()
    return [int(child) for child in text.split()]


def free_port() -> int:
    """Return a port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(is_so: Callable[[], bool], *, what: str, seconds: float = START_SECONDS) -> None:
    """Look again and again until ``is_so``; fails when it does not come true."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not happen within {seconds} seconds")
        time.sleep(POLL_SECONDS)


@contextmanager
def process(command: list[str], *, log: Path, **options: object) -> Iterator[subprocess.Popen[str]]:
    """Run ``command`` while the block runs; what it says goes to ``log``."""
    with log.open("w") as output:
        running = subprocess.Popen(  # type: ignore[call-overload]
            command, stdout=output, stderr=subprocess.STDOUT, text=True, **options
        )
        try:
            yield running
        finally:
            running.terminate()
            try:
                running.wait(START_SECONDS)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Run a Redis that keeps nothing on disk and yield its address.

    :raises FileNotFoundError: when the machine has no Redis.
    """
    program = shutil.which("redis-server")
    if program is None:
        raise FileNotFoundError("redis-server")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with process([*command, "--appendonly", "no"], log=folder / "redis.log", cwd=folder):
        wait_until(lambda: is_listening(port), what="a start of Redis")
        yield f"redis://127.0.0.1:{port}/0"


def postgresql_program(name: str) -> str | None:
    """Return where ``name`` lies; Debian keeps most of PostgreSQL's programs out of PATH."""
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(beside[-1]) if beside else None)


class Cluster:
    """A PostgreSQL of the test's own that can be stopped and started again."""

    def __init__(self, folder: Path, *, settings: str = "") -> None:
        """Make the cluster's files in ``folder``, which must be open to everybody.

        :param settings: more options of the server, such as ``-c fsync=off``.
        :raises FileNotFoundError: when the machine has no PostgreSQL server.
        """
        program = postgresql_program("initdb")
        if program is None:
            raise FileNotFoundError("initdb")
        self.folder = folder / "pg"
        self.settings = settings
        self.folder.mkdir()
        self.port = free_port()
        self.url = f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run(program, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")

    def _run(self, program: str, *words: str) -> None:
        as_owner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        with (self.folder.parent / "commands.log").open("a+") as said:
            result = subprocess.run(
                [*as_owner, program, "-D", str(self.folder), *words],
                check=False,
                cwd="/",
                stdout=said,
                stderr=subprocess.STDOUT,
                timeout=START_SECONDS * 2,
            )
            said.seek(0)
            assert result.returncode == 0, f"{program} {words}: {said.read()}"

    def _control(self, *words: str) -> None:
        program = postgresql_program("pg_ctl")
        assert program is not None
        self._run(program, "-w", *words)

    def start(self) -> None:
        """Start the server, unless it runs, and wait until it answers."""
        if is_listening(self.port):
            return
        options = f"-p {self.port} -h 127.0.0.1 -k '' {self.settings}"
        self._control("-l", str(self.folder / "log"), "-o", options, "start")

    def processes(self) -> list[int]:
        """Return the server's processes, the first of them first."""
        first = int((self.folder / "postmaster.pid").read_text().split()[0])
        return [first, *_children(first)]

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Stop every process of the server while the block runs; its kernel still answers."""
        stopped = self.processes()
        for number in stopped:
            os.kill(number, signal.SIGSTOP)
        try:
            yield
        finally:
            for number in stopped:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGCONT)

    def new_database(self) -> str:
        """Make an empty database and return its URL."""
        name = f"database_{secrets.token_hex(6)}"
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return self.url.rpartition("/")[0] + "/" + name

    def stop(self, mode: str = "immediate") -> None:
        """Stop the server; ``immediate`` is what a power cut leaves behind."""
        self._control("-m", mode, "stop")
