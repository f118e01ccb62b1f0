"""`make run` in a demonstration that was broken off: the next start goes on, and all is there."""

import os
import signal
import subprocess
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from portal.publication.figures.documents import months_due
from portal.time.months import month_of, months_back
from tests.journeys.started import (
    ROOT,
    RUN,
    descendants,
    is_running,
    page,
    rows,
    running,
    said,
    variables,
)
from tests.servers import is_listening, wait_until

MONTHS = 8
CITY = ZoneInfo("Asia/Jakarta")
RATINGS = 8000
# Making a city, and publishing a month of it, takes seconds; on a busy machine it may take minutes.
CITY_SECONDS = 240
PUBLISHED = "SELECT period FROM release WHERE state = 'published' AND kind = 'monthly' ORDER BY 1"
PEOPLE = "SELECT email FROM account ORDER BY 1"
STARTED = "Ctrl-C stops it."


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    size = {"DEMO_RATINGS": str(RATINGS), "DEMO_MONTHS": str(MONTHS)}
    return variables(tmp_path, PORTAL_DEMO="1", **size)


def wait_for(words: str, folder: Path) -> None:
    wait_until(lambda: words in said(folder), what=f'"{words}"', seconds=CITY_SECONDS)


def test_broken_off_at_any_point_the_next_start_goes_on(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    killed_while_the_city_is_made(tmp_path, environ)
    assert rows(tmp_path, "SELECT 1 FROM agency UNION SELECT 1 FROM account") == []

    first = killed_while_months_are_published(tmp_path, environ)
    assert "Belum ada angka" not in first
    assert "of the demonstration city is being published" in first
    out = months_out(tmp_path)
    assert 1 <= len(out) < MONTHS
    assert [email for (email,) in rows(tmp_path, PEOPLE)] == [
        "admin@kota.example",
        "atasan@kota.example",
        "auditor@kota.example",
        "kepala@kota.example",
        "kinerja@kota.example",
        "petugas@kota.example",
        "staf-kinerja@kota.example",
    ]

    stopped_with_ctrl_c(tmp_path, environ)

    last = run_to_the_last_month(tmp_path, environ)
    assert "of the demonstration city is being published" not in last
    assert months_out(tmp_path)[: len(out)] == out
    assert rows(tmp_path, "SELECT count(*) FROM ballot") == [(RATINGS,)]
    assert verified(environ) == "everything published agrees with its ballots, documents and ledger"


def killed_while_the_city_is_made(folder: Path, environ: dict[str, str]) -> None:
    with running(folder, environ) as portal:
        wait_for("rating: ", folder)
        (preparing,) = descendants(portal.pid)
        os.kill(preparing, signal.SIGKILL)
        assert portal.wait(CITY_SECONDS) != 0


def killed_while_months_are_published(folder: Path, environ: dict[str, str]) -> str:
    """Kill the script alone, which ends the others as well; returns the page before that."""
    with running(folder, environ) as portal:
        wait_for(STARTED, folder)
        assert "the months after it follow while the portal serves." in said(folder)
        shown = page(environ, "/?lang=en")
        started = descendants(portal.pid)
        portal.kill()
        portal.wait()
        wait_until(
            lambda: not any(map(is_running, started)),
            what="the end of all processes",
            seconds=CITY_SECONDS,
        )
    assert len(started) >= 3
    assert not is_listening(int(environ["PORT"]))
    return shown


def stopped_with_ctrl_c(folder: Path, environ: dict[str, str]) -> None:
    with running(folder, environ) as portal:
        wait_for(STARTED, folder)
        os.killpg(portal.pid, signal.SIGINT)
        assert portal.wait(CITY_SECONDS) == 0
    assert "making the demonstration city" not in said(folder)
    for email in ("admin", "kepala", "petugas", "atasan", "kinerja", "auditor"):
        assert f"{email}@kota.example" in said(folder)
    assert "Traceback" not in said(folder)


def run_to_the_last_month(folder: Path, environ: dict[str, str]) -> str:
    with running(folder, environ):
        wait_for(STARTED, folder)
        for number in range(1, months_to_come_out() + 1):
            wait_until(
                lambda least=number: len(months_out(folder)) >= least,
                what=f"month {number}",
                seconds=CITY_SECONDS,
            )
        return page(environ, "/?lang=en")


def months_to_come_out() -> int:
    """Return how many of the city's months are due: the newest one only on its day in the next."""
    today = datetime.now(CITY).date()
    return months_due(months_back(month_of(today), months=MONTHS), today=today)


def months_out(folder: Path) -> list[object]:
    return [period for (period,) in rows(folder, PUBLISHED)]


def verified(environ: dict[str, str]) -> str:
    """Return the last line of checking everything that was published."""
    flask = Path(RUN[2]) / "bin" / "flask"
    done = subprocess.run(
        [flask, "--app", "wsgi", "releases", "verify"],
        cwd=ROOT,
        env=environ,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.splitlines()[-1]


def test_ctrl_c_while_the_city_is_made_is_one_line(tmp_path: Path, environ: dict[str, str]) -> None:
    with running(tmp_path, environ) as portal:
        wait_for("rating: ", tmp_path)
        os.killpg(portal.pid, signal.SIGINT)
        portal.wait(CITY_SECONDS)

    assert said(tmp_path).endswith("\nStopped. The next `make run` goes on from here.\n")
    assert "Traceback" not in said(tmp_path)
    assert rows(tmp_path, "SELECT 1 FROM agency") == []


@pytest.mark.parametrize("value", ["9", "many", "-1", "10000001"])
def test_a_size_that_cannot_be_is_one_clear_line(environ: dict[str, str], value: str) -> None:
    done = subprocess.run(
        RUN,
        cwd=ROOT,
        env={**environ, "DEMO_RATINGS": value},
        check=False,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert done.stderr == f"DEMO_RATINGS must be a number from 10 to 10000000, not '{value}'.\n"
