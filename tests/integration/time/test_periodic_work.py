"""Periodic work on both databases: once a night, one process at a time, failures contained."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from portal.cli import jobs
from portal.settings import Settings
from portal.time.schedule import job_locks
from portal.time.schedule.domain import ALL_DONE, RunOutcome, Schedule, WorkReport
from portal.time.schedule.job_locks import job_lock
from portal.time.schedule.models import JobRun
from portal.time.schedule.queries import PastRun, last_successes, past_run
from portal.time.schedule.service import Job, JobFailed, run_job
from portal.web.extensions import current_settings, db

NOON = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)


@dataclass
class Counter:
    """Work that counts how often it was done."""

    moments: list[datetime] = field(default_factory=list)

    report: WorkReport = ALL_DONE

    def __call__(self, session: Session, settings: Settings, now: datetime) -> WorkReport:
        self.moments.append(now)
        return self.report


def broken(session: Session, settings: Settings, now: datetime) -> None:
    session.add(JobRun(name="half done", last_success_at=now))
    session.flush()
    raise RuntimeError("the work cannot be done")


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app


def run(job: Job, *, now: datetime = NOON) -> RunOutcome:
    return run_job(db.session(), job, settings=current_settings(), now=now).outcome


@contextmanager
def held(job: Job) -> Iterator[None]:
    with job_lock(db.engine, job.name) as is_ours:
        assert is_ours
        yield


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_lock_is_free_before_the_server_notices_the_closed_connection(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the next round may read "running elsewhere"; here no connection is ever closed."""
    monkeypatch.setattr(job_locks, "NullPool", StaticPool)
    made: list[Engine] = []

    def keep(*words: Any, **options: Any) -> Engine:
        made.append(create_engine(*words, **options))
        return made[-1]

    monkeypatch.setattr(job_locks, "create_engine", keep)
    job = Job("mix", Counter())

    assert [run(job), run(job)] == [RunOutcome.DONE] * 2
    for engine in made:
        engine.dispose()


def test_nightly_work_is_done_once_a_night(context: Flask) -> None:
    work = Counter()
    job = Job("mix", work, Schedule.NIGHTLY)

    outcomes = [run(job, now=NOON + timedelta(hours=hours)) for hours in (0, 1, 24, 25)]

    assert outcomes == [RunOutcome.DONE, RunOutcome.NOT_DUE, RunOutcome.DONE, RunOutcome.NOT_DUE]
    assert work.moments == [NOON, NOON + timedelta(hours=24)]


@pytest.mark.parametrize(("demo", "second"), [("1", RunOutcome.DONE), ("0", RunOutcome.NOT_DUE)])
def test_nightly_work_for_which_a_demonstration_does_not_wait(
    make_app: Callable[..., Flask], demo: str, second: RunOutcome
) -> None:
    app = make_app(DEMO=demo)
    job = Job("open", Counter(), Schedule.NIGHTLY, rhythm_in_demonstration=Schedule.EVERY_ROUND)

    with app.app_context():
        outcomes = [run(job), run(job, now=NOON + timedelta(hours=1))]

    assert outcomes == [RunOutcome.DONE, second]


def test_the_last_success_is_remembered(context: Flask) -> None:
    run(Job("mix", Counter()))
    run(Job("mix", Counter()), now=NOON + timedelta(hours=1))

    hour_later = NOON + timedelta(hours=1)
    assert past_run(db.session(), "mix") == PastRun(hour_later, hour_later)
    assert last_successes(db.session()) == {"mix": NOON + timedelta(hours=1)}


def test_work_that_another_process_is_at_is_left_alone(context: Flask) -> None:
    work = Counter()
    job = Job("mix", work)

    with held(job):
        assert run(job) is RunOutcome.RUNNING_ELSEWHERE
        assert run(Job("forget", Counter())) is RunOutcome.DONE
    assert work.moments == []
    assert run(job) is RunOutcome.DONE


def test_work_that_fails_leaves_nothing_behind_and_is_due_again(
    context: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        assert run(Job("mix", broken)) is RunOutcome.FAILED

    assert last_successes(db.session()) == {}
    assert "job failed: name=mix kind=RuntimeError" in caplog.text
    assert run(Job("mix", Counter(), Schedule.NIGHTLY)) is RunOutcome.DONE


def test_work_that_leaves_something_undone_is_no_success_and_waits_for_the_next_night(
    context: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    night = timedelta(days=1)
    lacking = Job("mix", Counter(report=WorkReport(("a key is lost", "9 wait"))), Schedule.NIGHTLY)
    whole = Job("mix", Counter(), Schedule.NIGHTLY)

    outcomes = [run(whole), run(lacking, now=NOON + night)]
    again = run(lacking, now=NOON + night + timedelta(hours=1))
    kept = past_run(db.session(), "mix")

    assert outcomes == [RunOutcome.DONE, RunOutcome.PARTLY_FAILED]
    assert again is RunOutcome.NOT_DUE
    assert kept == PastRun(NOON, NOON + night, "a key is lost; 9 wait")
    assert caplog.messages == ["job partly failed: name=mix reason=a key is lost; 9 wait"]
    assert run(whole, now=NOON + 2 * night) is RunOutcome.DONE
    assert past_run(db.session(), "mix").problem == ""


def test_the_reason_of_a_failure_is_kept_until_the_next_success(context: Flask) -> None:
    def stop(session: Session, settings: Settings, now: datetime) -> WorkReport:
        raise JobFailed("the folder is away. " * 40)

    assert run(Job("mix", stop)) is RunOutcome.FAILED

    kept = past_run(db.session(), "mix")
    assert (kept.last_success_at, kept.last_run_at) == (None, None)
    assert kept.problem == ("the folder is away. " * 40)[:400]


def test_work_that_does_not_say_how_it_went_is_a_failure(context: Flask) -> None:
    def silent(session: Session, settings: Settings, now: datetime) -> None:
        return None

    assert run(Job("mix", silent)) is RunOutcome.FAILED
    assert past_run(db.session(), "mix").problem == "TypeError"


def test_every_job_of_the_portal_says_how_it_went(context: Flask) -> None:
    results = {job.name: run(job) for job in jobs.JOBS}

    assert set(results.values()) == {RunOutcome.DONE}
    assert "letters" in results


def test_a_failure_that_cannot_be_kept_is_still_answered(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(session: Session) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr("portal.time.schedule.service.begin_write", away)

    assert run(Job("mix", Counter())) is RunOutcome.FAILED
    assert past_run(db.session(), "mix") == PastRun()


def test_run_due_ends_with_1_when_work_is_partly_done(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = Counter(report=WorkReport(("a key is lost",)))
    monkeypatch.setattr(jobs, "JOBS", (Job("mix", lacking), Job("second", Counter())))

    result = app.test_cli_runner().invoke(args=["jobs", "run-due"])

    assert result.exit_code == 1
    assert result.output == (
        "mix: partly failed: a key is lost\nsecond: done\nError: not everything was done: mix\n"
    )


def test_a_job_needs_a_name(session: Session) -> None:
    session.add(JobRun(name="", last_success_at=NOON))

    with pytest.raises(IntegrityError):
        session.flush()


def test_one_failure_does_not_keep_the_rest_from_being_done(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Counter()
    monkeypatch.setattr(jobs, "JOBS", (Job("first", broken), Job("second", work)))

    result = app.test_cli_runner().invoke(args=["jobs", "run-due"])

    assert result.exit_code == 1
    assert result.output == (
        "first: failed: RuntimeError\nsecond: done\nError: not everything was done: first\n"
    )
    assert len(work.moments) == 1


def test_run_due_says_what_it_did_and_keeps_silent_about_what_was_not_due(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "JOBS", (Job("mix", Counter(), Schedule.NIGHTLY),))

    first = app.test_cli_runner().invoke(args=["jobs", "run-due"])
    second = app.test_cli_runner().invoke(args=["jobs", "run-due"])

    assert (first.exit_code, first.output) == (0, "mix: done\n")
    assert (second.exit_code, second.output) == (0, "")
