"""The commands of periodic work when the database is away, and the loop that repeats them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.cli import jobs
from portal.schedule.service import Job
from portal.settings import Settings
from tests.conftest import settings_for


@pytest.fixture
def app_without_database(tmp_path: Path) -> Flask:
    return create_app(settings_for(tmp_path, f"sqlite:///{tmp_path}/nowhere/portal.db"))


@pytest.fixture
def signals() -> Iterator[None]:
    """Put the process's own answers to signals back after the loop took them over."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, answer in kept.items():
        signal.signal(number, answer)


def end_the_process(session: Session, settings: Settings, now: datetime) -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def test_run_due_names_a_database_that_is_away_in_one_line(
    app_without_database: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "JOBS", (Job("mix", end_the_process),))

    result = app_without_database.test_cli_runner().invoke(args=["jobs", "run-due"])

    assert result.exit_code == 1
    assert result.output == "Error: the database cannot be used (FileNotFoundError)\n"


def test_the_loop_does_its_work_and_ends_when_told_to(
    app: Flask, monkeypatch: pytest.MonkeyPatch, signals: None
) -> None:
    monkeypatch.setattr(jobs, "JOBS", (Job("mix", end_the_process),))

    result = app.test_cli_runner().invoke(args=["jobs", "loop"])

    assert (result.exit_code, result.output) == (0, "mix: done\n")


def test_the_loop_outlives_a_database_that_is_away(
    app_without_database: Flask, monkeypatch: pytest.MonkeyPatch, signals: None
) -> None:
    rounds = []

    def count(*, now: datetime) -> bool:
        rounds.append(now)
        if len(rounds) == 2:
            os.kill(os.getpid(), signal.SIGINT)
        return run_round(now=now)

    run_round = jobs.run_round
    monkeypatch.setattr(jobs, "JOBS", (Job("mix", end_the_process),))
    monkeypatch.setattr(jobs, "run_round", count)

    result = app_without_database.test_cli_runner().invoke(args=["jobs", "loop", "--seconds", "0"])

    assert len(rounds) == 2
    assert result.exit_code == 0
    assert "the database cannot be used (FileNotFoundError); trying again" in result.output


def test_many_signals_at_once_end_a_wait() -> None:
    program = (
        "from portal.cli.stopping import StopSignals\n"
        "stopped = StopSignals()\n"
        "print('ready', flush=True)\n"
        "raise SystemExit(0 if stopped.within(60) else 'nothing arrived')"
    )
    for _ in range(5):
        waiting = subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert waiting.stdout is not None
        waiting.stdout.readline()
        for _ in range(200):
            waiting.send_signal(signal.SIGTERM)
        # Python gives signals back just before it ends; those that come then end it by themselves.
        assert waiting.wait(timeout=30) in {0, -signal.SIGTERM}
        waiting.communicate()
