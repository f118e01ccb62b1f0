"""The commands of periodic work, and the registry of what the rooms want done."""

from datetime import datetime

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.cli.complaints import COMPLAINTS_JOB
from portal.cli.lazy import lazy_work
from portal.cli.ratings import MIX_JOB
from portal.cli.stopping import StopSignals
from portal.cli.ticket_jobs import FORGET_JOB
from portal.extensions import current_settings, db
from portal.schedule.domain import Outcome, Rhythm
from portal.schedule.service import Job, run_job

ROUND_SECONDS = 300
DATABASE_AWAY = (SQLAlchemyError, OSError)

# In the order they run within a round. `run(session, settings, now=...)` commits for itself and can
# be repeated without harm; NIGHTLY work is due once each day of the city.
RELEASE_JOB = Job("releases", lazy_work("portal.cli.release_jobs", "publish_what_is_due"))
TODAY_JOB = Job(
    "city-today",
    lazy_work("portal.cli.release_jobs", "publish_the_days_figure"),
    rhythm=Rhythm.NIGHTLY,
)
SIGNALS_JOB = Job(
    "signals",
    lazy_work("portal.cli.signal_jobs", "notice_what_is_unusual"),
    rhythm=Rhythm.NIGHTLY,
)
JOBS: tuple[Job, ...] = (MIX_JOB, SIGNALS_JOB, RELEASE_JOB, TODAY_JOB, COMPLAINTS_JOB, FORGET_JOB)

group = AppGroup("jobs", help="Periodic work: mixing, releases, forgetting what has expired.")


def run_round(*, now: datetime) -> bool:
    """Run everything that is due once and say what became of it; False when a job failed."""
    is_well = True
    for job in JOBS:
        outcome = run_job(db.session(), job, settings=current_settings(), now=now)
        db.session.remove()
        is_well = is_well and outcome is not Outcome.FAILED
        if outcome is not Outcome.NOT_DUE:
            click.echo(f"{job.name}: {outcome}")
    return is_well


@group.command("run-due")
def run_due() -> None:
    """Do everything periodic that is due; safe to repeat and to run twice at once."""
    try:
        is_well = run_round(now=clock.now())
    except DATABASE_AWAY as error:
        raise click.ClickException(
            f"the database cannot be used ({type(error).__name__})"
        ) from error
    if not is_well:
        raise click.ClickException("a job failed; the log names it")


@group.command("loop")
@click.option("--seconds", default=ROUND_SECONDS, show_default=True, help="Pause between rounds.")
def loop(seconds: int) -> None:
    """Do what is due every few minutes until stopped; what serves the portal starts it."""
    stopped = StopSignals()
    while True:
        try:
            run_round(now=clock.now())
        except DATABASE_AWAY as error:
            click.echo(
                f"the database cannot be used ({type(error).__name__}); trying again", err=True
            )
        if stopped.within(seconds):
            return
