"""gunicorn with the shipped file: workers count together, and every line has the same shape."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.redis_server import RedisServer, free_port

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return str(answer.read().decode())


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def served(
    tmp_path: Path, port: int, redis_server: RedisServer
) -> Iterator["subprocess.Popen[bytes]"]:
    """Two workers that count limits in Redis and write JSON lines."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    environ |= {
        "PORTAL_INSTANCE_DIR": str(tmp_path / "instance"),
        "PORTAL_LIMITER_URL": redis_server.url,
        "PORTAL_LOG_FORMAT": "json",
        "PORT": str(port),
        "GUNICORN_CMD_ARGS": "--workers 2 --threads 2",
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "counters"),
    }
    (tmp_path / "counters").mkdir()
    (tmp_path / "counters" / "counter_1.db").write_bytes(b"of an earlier run")
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "wsgi:app"]
    with (tmp_path / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environ, stderr=log, stdout=log)
        yield server
        server.send_signal(signal.SIGTERM)
        server.wait(START_SECONDS)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            return get(f"http://127.0.0.1:{port}/healthz") and None
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server does not answer")


def test_workers_count_together_and_all_lines_are_json(
    served: "subprocess.Popen[bytes]", port: int, tmp_path: Path
) -> None:
    wait_for(port)
    for _ in range(20):
        get(f"http://127.0.0.1:{port}/healthz")
    with socket.create_connection(("127.0.0.1", port)) as strange:
        strange.sendall(b"GET /geheim HTTP/9\r\nHost: budi\r\n\r\n")
        strange.recv(100)

    figures = get(f"http://127.0.0.1:{port}/metrics")

    alive = 'suara_loket_requests_total{class="2xx",endpoint="health.alive"} '
    assert [line for line in figures.splitlines() if line.startswith(alive)] == [f"{alive}21.0"]
    assert not (tmp_path / "counters" / "counter_1.db").exists()
    lines = [json.loads(line) for line in (tmp_path / "server.log").read_text().splitlines()]
    assert {"level", "logger", "message", "time"} <= set.intersection(*(set(x) for x in lines))
    assert {"gunicorn.error", "portal.web.health"} <= {line["logger"] for line in lines}
    assert "budi" not in str(lines)
    assert "geheim" not in str(lines)
