"""A Redis of the tests' own on a free port, which a test may also stop and start."""

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator

import pytest
import redis

from tests.conftest import missing

START_SECONDS = 10


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class RedisServer:
    """Runs without files: what is counted is lost with the process, as in production."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self._server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            assert time.monotonic() < until, "Redis did not start"

    def stop(self) -> None:
        if self._server is not None:
            self._server.terminate()
            self._server.wait()
            self._server = None

    @property
    def pid(self) -> int:
        """The process, for a test that freezes it."""
        assert self._server is not None
        return self._server.pid

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url)

    def _answers(self) -> bool:
        with contextlib.suppress(redis.ConnectionError, OSError):
            client = redis.Redis.from_url(self.url, socket_timeout=1)
            with contextlib.closing(client):
                return bool(client.ping())
        return False


@pytest.fixture(scope="module")
def redis_process() -> Iterator[RedisServer]:
    if shutil.which("redis-server") is None:
        missing("a Redis server")
    server = RedisServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def redis_server(redis_process: RedisServer) -> RedisServer:
    """An empty, running Redis, whatever the test before did to it."""
    if not redis_process._answers():
        redis_process.stop()
        redis_process.start()
    client = redis_process.client()
    with contextlib.closing(client):
        client.flushall()
    return redis_process
