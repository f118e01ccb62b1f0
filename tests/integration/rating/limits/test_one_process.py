"""Limits in memory are one process's own: a second one that serves is refused in one line."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.settings import Settings
from portal.web import one_process
from portal.web.one_process import LimitsNotShared, claim_limits, release_limits
from tests.conftest import settings_for

ROOT = Path(__file__).resolve().parents[4]
SERVING = {"SERVER_SOFTWARE": "gunicorn/27"}
CLAIM = """
import sys
sys.path.insert(0, {root!r})
from portal.web.one_process import claim_limits
from portal.settings import Settings
claim_limits(Settings.from_env({environ!r}), environ={serving!r}, patience_seconds=0)
"""


@pytest.fixture(autouse=True)
def released() -> Iterator[None]:
    yield
    release_limits()


def settings(folder: Path, **variables: str) -> Settings:
    return settings_for(folder, f"sqlite:///{folder / 'unused.db'}", **variables)


def claim_elsewhere(folder: Path) -> subprocess.CompletedProcess[str]:
    """Let another process claim the same folder."""
    environ = {
        "PORTAL_INSTANCE_DIR": str(folder),
        "PORTAL_SECRET_KEY": "a key for the tests and nothing else",
    }
    program = CLAIM.format(root=str(ROOT), environ=environ, serving=SERVING)
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )


def test_a_second_process_that_serves_is_refused(tmp_path: Path) -> None:
    claim_limits(settings(tmp_path), environ=SERVING)
    claim_limits(settings(tmp_path), environ=SERVING)

    refused = claim_elsewhere(tmp_path)

    assert refused.returncode == 1
    assert "LimitsNotShared: another process serves already" in refused.stderr
    assert "PORTAL_LIMITER_URL=redis" in refused.stderr
    release_limits()
    assert claim_elsewhere(tmp_path).returncode == 0


def test_a_claim_waits_for_its_predecessor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handle = os.open(tmp_path / one_process.LOCK_NAME, os.O_RDWR | os.O_CREAT)
    one_process.fcntl.flock(handle, one_process.fcntl.LOCK_EX)
    monkeypatch.setattr(one_process.time, "sleep", lambda _: os.close(handle))

    claim_limits(settings(tmp_path), environ=SERVING)


def test_several_workers_by_environment_are_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(LimitsNotShared, match="WEB_CONCURRENCY is 4"):
        claim_limits(settings(tmp_path), environ=SERVING | {"WEB_CONCURRENCY": "4"})


def test_commands_and_shared_limits_need_no_claim(tmp_path: Path) -> None:
    claim_limits(settings(tmp_path), environ={})
    claim_limits(settings(tmp_path, LIMITER_URL="redis://unused"), environ=SERVING)

    assert not (tmp_path / one_process.LOCK_NAME).exists()


def test_gunicorn_with_two_workers_ends_with_one_clear_line(tmp_path: Path) -> None:
    """The way somebody starts it who does not use our own settings for gunicorn."""
    environ = {
        "PATH": os.environ["PATH"],
        "PORTAL_INSTANCE_DIR": str(tmp_path),
        "PORTAL_SECRET_KEY": "a key for the tests and nothing else",
    }
    command = [sys.executable, "-m", "gunicorn", "--workers", "2", "--no-control-socket"]
    command += ["--bind", f"unix:{tmp_path}/socket", "wsgi:app"]
    started = subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False
    )

    assert started.returncode == 3
    assert "cannot start: another process serves already" in started.stderr


def test_a_claim_that_is_not_given_back_in_time_is_refused(tmp_path: Path) -> None:
    handle = os.open(tmp_path / one_process.LOCK_NAME, os.O_RDWR | os.O_CREAT)
    one_process.fcntl.flock(handle, one_process.fcntl.LOCK_EX)

    with pytest.raises(LimitsNotShared, match="another process serves already"):
        claim_limits(settings(tmp_path), environ=SERVING, patience_seconds=0)
    os.close(handle)
