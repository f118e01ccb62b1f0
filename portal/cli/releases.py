"""`flask releases`: prepare a month, sign it off, hold it once, check everything."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import chain

import click
from flask.cli import AppGroup

from portal.cli.circumstances import circumstances_of
from portal.cli.contradictions import contradictions, sentence_of
from portal.cli.progress import progress
from portal.cli.revisions import revise
from portal.publication.building.charts import draw
from portal.publication.releases.daily import publish_today
from portal.publication.releases.due import publish_due
from portal.publication.releases.preparing import (
    AlreadyPublished,
    PeriodNotOver,
    PreparedRelease,
    ReleaseOutOfOrder,
    check_period,
    prepare_release,
)
from portal.publication.releases.publishing import (
    CannotHold,
    DraftStale,
    Hold,
    NotPrepared,
    ReleaseHeld,
    SignOff,
    SignOffIncomplete,
    hold_release,
    publish_release,
)
from portal.publication.releases.queries import release_in_brief
from portal.publication.releases.recomputing import RecomputedDifference
from portal.publication.releases.staleness import is_stale
from portal.publication.releases.verifying import differences, figures_only
from portal.publication.yearly_evaluation.verifying import evaluation_differences
from portal.time.months import InvalidPeriod, Month
from portal.time.schedule.job_locks import PUBLISHING, job_lock
from portal.web.extensions import current_settings, db, record_act, trusted_today

REFUSALS = (
    AlreadyPublished,
    CannotHold,
    DraftStale,
    InvalidPeriod,
    NotPrepared,
    PeriodNotOver,
    ReleaseHeld,
    ReleaseOutOfOrder,
    SignOffIncomplete,
)

group = AppGroup("releases", help="Publications: prepare, publish, hold, revise, verify.")
group.add_command(revise)
group.add_command(contradictions)


@contextmanager
def refusals() -> Iterator[None]:
    """Turn named errors into one clear line and exit code 1."""
    try:
        yield
    except REFUSALS as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def publishing() -> Iterator[None]:
    """Hold the lock at publishing months, which the periodic work takes as well."""
    with job_lock(db.engine, PUBLISHING) as is_ours, refusals():
        if not is_ours:
            raise click.ClickException("another process is publishing; try again in a minute")
        yield


def today() -> date:
    """Return the city's date, by a clock that is believed."""
    return trusted_today()


@group.command("prepare")
@click.argument("period")
def prepare(period: str) -> None:
    """Build the draft of PERIOD (2026-01) and check it; older months that are due go out first."""
    with publishing():
        _report(_prepare(Month(period)))


def _prepare(month: Month) -> PreparedRelease:
    session, circumstances = db.session(), circumstances_of(current_settings())
    check_period(session, month, today=today())
    _publish_older(month)
    return prepare_release(session, month, today=today(), circumstances=circumstances, draw=draw)


def _publish_older(month: Month | None) -> None:
    circumstances = circumstances_of(current_settings())
    for done in publish_due(
        db.session(), today=today(), circumstances=circumstances, draw=draw, until=month
    ):
        click.echo(f"{done} was due: published")


def _report(prepared: PreparedRelease) -> None:
    click.echo(f"{prepared.edition} prepared: {prepared.documents} documents")
    click.echo(f"figures shown: {prepared.shown}")
    for reason, figures in sorted(prepared.hidden.items()):
        click.echo(f"hidden, {reason}: {figures}")
    for found in prepared.contradictions:
        click.echo(f"withheld: {sentence_of(found)}")


@group.command("publish")
@click.argument("period")
@click.option("--by", default="", help="Who signs the release off.")
@click.option("--reflection", default="", help="What was learned and will be done.")
def publish(period: str, *, by: str, reflection: str) -> None:
    """Sign PERIOD off and publish it; without --by only when its fixed day has come."""
    with publishing():
        month = Month(period)
        release = release_in_brief(db.session(), month)
        if release is None or is_stale(db.session(), release):
            _report(_prepare(month))
        sign_off = SignOff(by=by, reflection=reflection) if by or reflection else None
        record_act("release.published", f"release:{period}", by=by or None)
        publish_release(db.session(), month, today=today(), sign_off=sign_off)
    click.echo(f"{period} is published")


@group.command("due")
def due() -> None:
    """Publish every month whose fixed day has come, and the city's figure of the day."""
    with publishing():
        _publish_older(None)
        publish_today(db.session(), today=today(), is_demo=current_settings().demo)


@group.command("hold")
@click.argument("period")
@click.option("--by", required=True, help="Who holds it.")
@click.option("--reason", required=True, help="Why; the front page shows it.")
@click.option("--days", default=14, show_default=True, help="1 to 14, counted from the fixed day.")
def hold(period: str, *, by: str, reason: str, days: int) -> None:
    """Hold PERIOD once; it publishes itself when the hold ends."""
    with refusals():
        decided = Hold(by=by, reason=reason, days=days)
        record_act("release.held", f"release:{period}", by=by, days=days)
        hold_release(db.session(), Month(period), hold=decided, today=today())
    click.echo(f"{period} is held for {days} days after its fixed day")


@group.command("verify")
def verify() -> None:
    """Recompute everything from ballots and documents; exit 1 with the first difference."""
    session = db.session()
    older: list[RecomputedDifference] = []
    with progress("verifying") as on_progress:
        found = differences(session, draw=draw, on_progress=on_progress, on_other_code=older.append)
        difference = next(chain(found, evaluation_differences(session)), None)
    for each in older:
        click.echo(f"other code made it, so only its figures are verified: {each}")
    if count := figures_only(session):
        click.echo(f"only figures are verified of {count} releases")
    if difference is not None:
        raise click.ClickException(str(difference))
    click.echo("everything published agrees with its ballots, documents and ledger")
