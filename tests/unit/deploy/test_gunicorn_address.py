"""Where the shipped configuration of gunicorn listens."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from gunicorn.util import parse_address

ROOT = Path(__file__).resolve().parents[3]
TELL = "import runpy; print(runpy.run_path('deploy/gunicorn.conf.py')['bind'])"


def configured(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    given = {"PATH": os.environ["PATH"], "PROMETHEUS_MULTIPROC_DIR": str(folder), **variables}
    return subprocess.run(
        [sys.executable, "-c", TELL],
        check=False,
        cwd=ROOT,
        env=given,
        text=True,
        capture_output=True,
    )


@pytest.mark.parametrize(
    ("host", "port", "address"),
    [
        ("", "", ("127.0.0.1", 8000)),
        ("0.0.0.0", "8021", ("0.0.0.0", 8021)),
        ("::", "8021", ("::", 8021)),
        ("::1", "", ("::1", 8000)),
        ("localhost", "80", ("localhost", 80)),
    ],
)
def test_it_listens_where_the_settings_say(
    tmp_path: Path, host: str, port: str, address: tuple[str, int]
) -> None:
    told = configured(tmp_path, PORTAL_HOST=host, PORT=port)

    assert parse_address(told.stdout.strip()) == address


@pytest.mark.parametrize("port", ["abc", "0", "-1", "99999", "8000;x", "8000000000"])
def test_a_port_that_is_none_is_refused_in_one_line(tmp_path: Path, port: str) -> None:
    told = configured(tmp_path, PORT=port)

    assert told.returncode == 1
    assert told.stderr == "Suara Loket cannot start: PORT must be a number from 1 to 65535.\n"
