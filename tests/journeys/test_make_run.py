"""What `make run` starts: it answers, says where, stops cleanly and refuses with one line."""

import json
import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.started import ROOT, RUN, descendants, is_running, running, said, variables
from tests.servers import START_SECONDS, is_listening, wait_until


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return variables(tmp_path, PORTAL_DEMO="0")


@pytest.fixture
def portal(environ: dict[str, str], tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A running `make run`, in a process group of its own as a terminal gives it."""
    with running(tmp_path, environ) as started:
        yield started


def port_of(environ: dict[str, str]) -> int:
    return int(environ["PORT"])


def refused(environ: dict[str, str]) -> str:
    result = subprocess.run(
        RUN,
        check=False,
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
    )
    assert result.returncode == 1
    return result.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_says_where_and_leaves_nothing_behind(
    portal: subprocess.Popen[str],
    environ: dict[str, str],
    tmp_path: Path,
    number: signal.Signals,
) -> None:
    address = f"http://127.0.0.1:{environ['PORT']}"
    wait_until(lambda: "Ctrl-C stops it." in said(tmp_path), what="a start of the portal")

    # A real portal has an https address; a trial without one says so and lacks nothing else.
    with pytest.raises(urllib.error.HTTPError) as refused_by:
        urllib.request.urlopen(f"{address}/readyz")
    parts = json.load(refused_by.value)
    assert (parts.pop("status"), parts.pop("https")) == ("unavailable", "not https")
    assert set(parts.values()) == {"ok"}
    assert f"{address}/" in said(tmp_path)

    started = descendants(portal.pid)
    with socket.create_connection(("127.0.0.1", port_of(environ))) as kept_open:
        kept_open.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert kept_open.recv(100).startswith(b"HTTP/1.1 200")
        os.killpg(portal.pid, number)

        assert portal.wait(START_SECONDS) == 0
    assert len(started) >= 3
    assert [pid for pid in started if is_running(pid)] == []
    assert not is_listening(port_of(environ))
    assert "Traceback" not in said(tmp_path)


def test_the_servers_own_log_says_nothing_about_the_caller(
    portal: subprocess.Popen[str], environ: dict[str, str], tmp_path: Path
) -> None:
    wait_until(lambda: "Ctrl-C stops it." in said(tmp_path), what="a start of the portal")

    with socket.create_connection(("127.0.0.1", port_of(environ))) as caller:
        caller.sendall(b"GET /t/SECRETTICKET HTTP/9.9\r\nHost: x\r\n\r\n")
        assert b"400" in caller.recv(1000)
    wait_until(lambda: "Invalid request" in said(tmp_path), what="a line in the log")

    line = said(tmp_path).partition("Ctrl-C stops it.")[2]
    assert "SECRETTICKET" not in line
    assert "127.0.0.1" not in line


def test_a_port_in_use_is_one_clear_line(environ: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", port_of(environ))):
        message = refused(environ)

    assert message == (
        f"Port {environ['PORT']} of 127.0.0.1 cannot be used (Address already in use). "
        f"Choose another: make run PORT={port_of(environ) + 1}\n"
    )


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("PORT", "http", "PORT must be a number from 1 to 65535, not 'http'."),
        ("PORTAL_TIMEZONE", "Mars", "PORTAL_TIMEZONE is not a known time zone: Mars"),
        ("PORTAL_DATABASE_URL", "sqlite:////nowhere/at/all.db", "The database cannot be used"),
    ],
)
def test_what_cannot_be_used_is_one_clear_line(
    environ: dict[str, str], variable: str, value: str, words: str
) -> None:
    message = refused({**environ, variable: value})

    assert message.startswith(words)
    assert message.count("\n") == 1


def test_several_workers_with_limits_in_memory_are_refused(environ: dict[str, str]) -> None:
    message = refused({**environ, "GUNICORN_CMD_ARGS": "--workers 2"})

    (said,) = [line for line in message.splitlines() if " INFO " not in line]
    assert said.startswith("2 workers cannot share limits kept in memory")
