"""The commands of periodic work, and the registry of the work of all packages."""

import logging
from collections import Counter
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import AppGroup

from portal.cli.account_jobs import FORGET_TRACES_JOB, LETTERS_JOB
from portal.cli.complaints import COMPLAINTS_JOB, OPENING_JOB
from portal.cli.evaluation_jobs import (
    COLLEAGUES_JOB,
    DIGEST_JOB,
    EVALUATION_RELEASE_JOB,
    EVIDENCE_JOB,
    FORGET_WORK_JOB,
    LOOK_AGAIN_JOB,
    PLAN_SILENCE_JOB,
    PLANS_JOB,
    REMINDERS_JOB,
    RESULTS_JOB,
    UNIT_MEASURES_JOB,
)
from portal.cli.plainly import lazy_work, outlives_its_database, what_to_do
from portal.cli.ratings import MIX_JOB
from portal.cli.stopping import StopSignals, stop_was_asked
from portal.cli.telling import NAME, NotAName, tell_failure
from portal.cli.vouching import vouch_for_clock
from portal.storage.failures import StorageAway, naming_failures
from portal.time.schedule.clock_check import ClockNotTrusted
from portal.time.schedule.domain import JobResult, RunOutcome, Schedule
from portal.time.schedule.job_locks import PUBLISHING
from portal.time.schedule.service import Job, run_job
from portal.web.extensions import check_clock, clock_problem, current_settings, db, moment

log = logging.getLogger(__name__)
ROUND_SECONDS = 300
CLOCK = "clock"
DATABASE = "database"
AWAY = (StorageAway, OSError)

# In the order they run within a round. `run(session, settings, now=...)` commits for itself, can be
# repeated without harm and returns a WorkReport; NIGHTLY work is due once each day of the city.
RELEASE_JOB = Job(PUBLISHING, lazy_work("portal.cli.release_jobs", "publish_what_is_due"))
TODAY_JOB = Job(
    "city-today",
    lazy_work("portal.cli.release_jobs", "publish_the_days_figure"),
    schedule=Schedule.NIGHTLY,
)
SIGNALS_JOB = Job(
    "signals",
    lazy_work("portal.cli.rating_jobs", "notice_what_is_unusual"),
    schedule=Schedule.NIGHTLY,
)
FORGET_JOB = Job(
    "forget tickets",
    lazy_work("portal.cli.rating_jobs", "forget_tickets"),
    schedule=Schedule.NIGHTLY,
)
ORDER_JOB = Job(
    "forget order", lazy_work("portal.cli.order_jobs", "forget_order"), schedule=Schedule.NIGHTLY
)
BACKUP_JOB = Job(
    "backup", lazy_work("portal.cli.backup_jobs", "back_up"), schedule=Schedule.NIGHTLY
)
JOBS: tuple[Job, ...] = (
    OPENING_JOB,  # first: publishing may take minutes, and whoever tries a city out looks at once
    MIX_JOB,
    SIGNALS_JOB,
    RELEASE_JOB,
    TODAY_JOB,
    COMPLAINTS_JOB,
    PLANS_JOB,
    EVIDENCE_JOB,
    COLLEAGUES_JOB,
    FORGET_WORK_JOB,
    RESULTS_JOB,
    LOOK_AGAIN_JOB,
    UNIT_MEASURES_JOB,
    EVALUATION_RELEASE_JOB,  # after results became final
    FORGET_JOB,
    ORDER_JOB,  # after what writes into the tables of citizens
    REMINDERS_JOB,
    PLAN_SILENCE_JOB,
    DIGEST_JOB,  # after the reminders that it counts
    LETTERS_JOB,
    FORGET_TRACES_JOB,
    BACKUP_JOB,  # last, so that it holds what the others did
)

group = AppGroup("jobs", help="Periodic work: mixing, releases, forgetting what has expired.")


def run_due_jobs(*, now: datetime) -> dict[str, JobResult]:
    """Run everything that is due once, say what became of it, and return it by the job's name.

    :raises ClockNotTrusted: when something speaks against ``now``; nothing is run then.
    """
    check_clock(now)
    results = {}
    for job in JOBS:
        if stop_was_asked():
            break
        result = run_job(db.session(), job, settings=current_settings(), now=now)
        db.leave()
        results[job.name] = result
        if result.outcome is not RunOutcome.NOT_DUE:
            click.echo(f"{job.name}: {result}")
    return results


def failed_in(results: dict[str, JobResult]) -> list[str]:
    """Return the names of the jobs that failed or partly failed, in their order."""
    return [name for name, result in results.items() if result.outcome.is_failure]


@group.command("run-due")
def run_due() -> None:
    """Do everything periodic that is due; safe to repeat and to run twice at once."""
    try:
        with naming_failures():
            failed = failed_in(run_due_jobs(now=moment()))
    except AWAY as error:
        raise click.ClickException(_named(error)) from error
    if failed:
        raise click.ClickException(f"not everything was done: {', '.join(failed)}")


@group.command("tell-failure")
@click.argument("name")
@outlives_its_database
def tell(name: str) -> None:
    """Log that the unit or job NAME failed, and write to the administrators about it."""
    log.error("failed: unit=%s", name if NAME.fullmatch(name) else "unknown")
    try:
        sent = tell_failure(db.session(), current_settings(), name=name, now=moment())
    except NotAName as error:
        raise click.UsageError(str(error)) from error
    if sent is None:
        click.echo("told before; no letter was sent")
    else:
        click.echo(f"{sent} letters were sent")


@group.command("clock-is-right")
@click.option("--by", required=True, help="Who vouches for the clock.")
@click.option("--reason", required=True, help="Why it is right; the audit log keeps it.")
def clock_is_right(*, by: str, reason: str) -> None:
    """Let the jobs run again after you looked at a clock: it is right, the traces are wrong."""
    now = moment()
    problem = clock_problem(now)
    if problem is None:
        click.echo("nothing speaks against the clock")
        return
    if not problem.can_be_vouched_for:
        raise ClockNotTrusted(problem)
    vouch_for_clock(problem, by=by, reason=reason, now=now)
    click.echo(f"noted: it is {now:%Y-%m-%d %H:%M} UTC; the jobs run again")


@group.command("loop")
@click.option("--seconds", default=ROUND_SECONDS, show_default=True, help="Pause between rounds.")
@click.option(
    "--give-up-after",
    "patience",
    default=0,
    show_default=True,
    help="End with 1 when a job fails so many times in a row; 0 never ends.",
)
@click.option(
    "--heartbeat",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file that is touched after each round, for a health check.",
)
@outlives_its_database
def loop(*, seconds: int, patience: int, heartbeat: Path | None) -> None:
    """Do what is due every few minutes until stopped; what serves the portal starts it."""
    in_a_row: Counter[str] = Counter()
    with StopSignals() as stopped:
        while not stopped.within(0):
            given_up = _counted(in_a_row, _one_round(), patience=patience)
            if heartbeat:
                heartbeat.touch()
            if given_up:
                _end(given_up, times=patience)
            stopped.within(seconds)


def _one_round() -> dict[str, bool]:
    """Run a round and return, for each job that ran, whether it failed."""
    try:
        with naming_failures():
            results = run_due_jobs(now=moment())
    except ClockNotTrusted as error:
        click.echo(str(error), err=True)
        return {CLOCK: True}
    except AWAY as error:
        db.leave()
        click.echo(f"{_named(error)}; trying again", err=True)
        return {DATABASE: True}
    failed = failed_in(results)
    ran = [name for name, result in results.items() if result.outcome is RunOutcome.DONE]
    return {
        CLOCK: False,
        DATABASE: False,
        **dict.fromkeys(ran, False),
        **dict.fromkeys(failed, True),
    }


def _named(error: Exception) -> str:
    if isinstance(error, StorageAway):
        return what_to_do(error.kind)
    return f"the database cannot be used ({type(error).__name__})"


def _counted(in_a_row: Counter[str], ran: dict[str, bool], *, patience: int) -> str | None:
    """Count failures in a row; return what failed too often, or None."""
    for name, has_failed in ran.items():
        in_a_row[name] = in_a_row[name] + 1 if has_failed else 0
    return next((name for name in ran if 0 < patience <= in_a_row[name]), None)


def _end(name: str, *, times: int) -> NoReturn:
    """Tell the administrators, then end the loop, so that whoever supervises it sees a failure."""
    with suppress(*AWAY), naming_failures():
        unit = name.replace(" ", "-")
        tell_failure(db.session(), current_settings(), name=unit, now=moment())
    raise click.ClickException(f"{name} failed {times} times in a row")
