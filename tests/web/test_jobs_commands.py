"""The commands of periodic work when the database is away, and the loop that repeats them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.cli import jobs
from portal.cli.stopping import stop_was_asked
from portal.settings import Settings
from portal.time.schedule.domain import ALL_DONE, JobResult, WorkReport
from portal.time.schedule.service import Job, JobFailed
from portal.web.access import Role
from tests.conftest import settings_for
from tests.web.accounts.people import add_person


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


def end_the_process(session: Session, settings: Settings, now: datetime) -> WorkReport:
    os.kill(os.getpid(), signal.SIGTERM)
    return ALL_DONE


def succeed(session: Session, settings: Settings, now: datetime) -> WorkReport:
    return ALL_DONE


def fail(session: Session, settings: Settings, now: datetime) -> WorkReport:
    raise JobFailed("the pump is dry")


def test_what_citizens_wrote_is_opened_before_months_are_published() -> None:
    """Two years of months may be due first; a complaint of the evening does not wait for them."""
    order = list(jobs.JOBS)

    assert order.index(jobs.OPENING_JOB) < order.index(jobs.RELEASE_JOB)


def test_run_due_names_a_database_that_is_away_in_one_line(
    app_without_database: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "JOBS", (Job("mix", end_the_process),))

    result = app_without_database.test_cli_runner().invoke(args=["jobs", "run-due"])

    assert result.exit_code == 1
    assert result.output.startswith("Error: there is no database: mount its disk")
    assert result.output.count("\n") == 1


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

    def count(*, now: datetime) -> dict[str, JobResult]:
        rounds.append(now)
        if len(rounds) == 2:
            os.kill(os.getpid(), signal.SIGINT)
        return run_due_jobs(now=now)

    run_due_jobs = jobs.run_due_jobs
    monkeypatch.setattr(jobs, "JOBS", (Job("mix", end_the_process),))
    monkeypatch.setattr(jobs, "run_due_jobs", count)

    result = app_without_database.test_cli_runner().invoke(args=["jobs", "loop", "--seconds", "0"])

    assert len(rounds) == 2
    assert result.exit_code == 0
    assert "there is no database: mount its disk" in result.output
    assert "; trying again" in result.output


def loop(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["jobs", "loop", "--seconds", "0", *words])


def test_the_loop_ends_with_1_when_a_job_fails_for_the_third_time_in_a_row(
    app: Flask, monkeypatch: pytest.MonkeyPatch, signals: None, caplog: pytest.LogCaptureFixture
) -> None:
    add_person(app, Role.ADMINISTRATOR)
    monkeypatch.setattr(jobs, "JOBS", (Job("well", succeed), Job("mix", fail)))

    result = loop(app, "--give-up-after", "3")

    assert result.exit_code == 1
    assert result.output.count("mix: failed: the pump is dry\n") == 3
    assert result.output.endswith("Error: mix failed 3 times in a row\n")
    assert "Subject: Suara Loket: mix gagal / failed" in result.output
    assert result.output.count("mix: the pump is dry") == 1


def test_a_success_between_two_failures_starts_the_count_anew(
    app: Flask, monkeypatch: pytest.MonkeyPatch, signals: None
) -> None:
    rounds = iter([fail, fail, succeed, fail, fail, end_the_process])

    def work(session: Session, settings: Settings, now: datetime) -> WorkReport:
        return next(rounds)(session, settings, now)

    monkeypatch.setattr(jobs, "JOBS", (Job("mix", work),))

    result = loop(app, "--give-up-after", "3")

    assert (result.exit_code, next(rounds, None)) == (0, None)


def test_the_loop_gives_a_database_up_that_stays_away(
    app_without_database: Flask, monkeypatch: pytest.MonkeyPatch, signals: None
) -> None:
    monkeypatch.setattr(jobs, "JOBS", (Job("mix", end_the_process),))

    result = loop(app_without_database, "--give-up-after", "2")

    assert result.exit_code == 1
    assert result.output.endswith("Error: database failed 2 times in a row\n")


def test_each_round_touches_the_heartbeat(
    app: Flask, monkeypatch: pytest.MonkeyPatch, signals: None, tmp_path: Path
) -> None:
    monkeypatch.setattr(jobs, "JOBS", (Job("mix", end_the_process),))

    assert loop(app, "--heartbeat", str(tmp_path / "beat")).exit_code == 0
    assert (tmp_path / "beat").exists()


def test_a_failed_unit_is_told_to_administrators_once(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    add_person(app, Role.ADMINISTRATOR)
    add_person(app, Role.AUDITOR, email="ana@contoh.test")
    tell = ["jobs", "tell-failure", "suara-loket-jobs.service"]
    runner = app.test_cli_runner()

    first, second = runner.invoke(args=tell), runner.invoke(args=tell)

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output.startswith("To: sri@contoh.test\n")
    assert first.output.endswith("1 letters were sent\n")
    assert second.output == "told before; no letter was sent\n"
    assert caplog.messages == ["failed: unit=suara-loket-jobs.service"] * 2


@pytest.mark.parametrize("name", ["", "budi@contoh test", "x" * 51, "a\nb"])
def test_what_is_no_name_of_a_unit_is_wrong_usage(
    app_without_database: Flask, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    result = app_without_database.test_cli_runner().invoke(args=["jobs", "tell-failure", name])

    assert result.exit_code == 2
    # Without its database the portal also says that it did not read what the city decided.
    others = [each for each in caplog.messages if not each.startswith("decided settings not read")]
    assert others == ["failed: unit=unknown"]


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


def test_a_round_that_is_told_to_stop_leaves_the_rest_for_the_next(
    app: Flask, monkeypatch: pytest.MonkeyPatch, signals: None
) -> None:
    jobs_of_a_round = (Job("mix", end_the_process), Job("signals", end_the_process))
    monkeypatch.setattr(jobs, "JOBS", jobs_of_a_round)

    result = app.test_cli_runner().invoke(args=["jobs", "loop"])

    assert (result.exit_code, result.output) == (0, "mix: done\n")
    assert not stop_was_asked()
