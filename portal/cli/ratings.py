"""`flask ratings`: the nightly mix and the keys that ratings are sealed to."""

import base64
import os
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup
from nacl.public import PrivateKey
from sqlalchemy.orm import Session

from portal.cli.faults import content_of, template_command
from portal.cli.paper import columns, import_questionnaires
from portal.cli.plainly import without_database
from portal.cli.progress import progress
from portal.cli.vouching import vouch_for_clock
from portal.rating.mixing.keys_folder import NothingLost, WrongFolder
from portal.rating.mixing.lock import AnotherMixIsRunning
from portal.rating.mixing.mix_run import MixReport
from portal.rating.mixing.service import ClockBehind, mix_ratings, open_inbox, open_inbox_anew
from portal.rating.paper.domain import EXPLAINED
from portal.settings import InvalidSetting, Settings
from portal.storage.sealing.keys import (
    CannotRestore,
    EscrowUnreachable,
    KeyStore,
    decoded_key,
    key_name,
)
from portal.storage.validity import has_begun
from portal.time.schedule.clock_check import ClockNotTrusted
from portal.time.schedule.domain import ALL_DONE, Schedule, WorkReport
from portal.time.schedule.service import Job, JobFailed
from portal.web.extensions import clock_problem, current_settings, db, moment, record_act

group = AppGroup("ratings", help="Open and mix sealed ratings; import paper questionnaires.")
group.add_command(import_questionnaires)
group.add_command(columns)
group.add_command(template_command(tuple(EXPLAINED), explained=EXPLAINED))


@group.command("mix")
@click.option(
    "--now",
    "moment",
    type=click.DateTime(["%Y-%m-%dT%H:%M:%S"]),
    help="Mix as if at this moment (UTC); for trials.",
)
@click.option(
    "--month-is-right",
    is_flag=True,
    help="Vouch for the clock as `flask jobs clock-is-right` does, and for the month of --now.",
)
def mix(moment: datetime | None, *, month_is_right: bool) -> None:
    """Open and mix what is due, seal the rest again, destroy the old key."""
    settings = current_settings()
    now = _moment_of_mix(moment, is_vouched_for=month_is_right)
    try:
        with progress("mixing") as on_progress:
            report = mix_ratings(
                db.session(),
                KeyStore.from_settings(settings),
                now=now,
                timezone=settings.timezone,
                is_month_right=month_is_right,
                on_progress=on_progress,
            )
    except (AnotherMixIsRunning, ClockBehind, EscrowUnreachable, WrongFolder) as error:
        raise click.ClickException(str(error)) from error
    _say(report)


def _moment_of_mix(asked: datetime | None, *, is_vouched_for: bool) -> datetime:
    """Return the moment to mix at: a clock that is believed, or an earlier moment for trials.

    :raises ClockNotTrusted: when something speaks against the clock and nobody vouches for it.
    """
    now = moment()
    problem = clock_problem(now)
    if problem is not None and is_vouched_for and problem.can_be_vouched_for:
        vouch_for_clock(problem, by="command line", reason="--month-is-right", now=now)
    elif problem is not None:
        raise ClockNotTrusted(problem)
    mixed_at = asked.replace(tzinfo=UTC) if asked else now
    if not has_begun(mixed_at, now=now):
        raise click.ClickException("--now lies in the future; nothing was mixed")
    return mixed_at


def _say(report: MixReport) -> None:
    click.echo(
        f"{report.mixed:,} ratings mixed, {report.waiting:,} wait for their batch; "
        f"{report.split_records_folded:,} answers on officers, profiles and reasons counted, "
        f"{report.dropped:,} answers on officers dropped"
    )
    if not report.is_complete:
        raise click.ClickException(_problem(report))


def _problem(report: MixReport) -> str:
    lost = f"lost keys: {', '.join(report.lost_keys) or 'none'}"
    return f"{lost}; unreadable ciphertexts: {report.unreadable}; what they hold stays sealed"


def run_mix(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Mix as a periodic job: a mix under way elsewhere is enough, a lost key is a problem."""
    store = KeyStore.from_settings(settings)
    try:
        report = mix_ratings(session, store, now=now, timezone=settings.timezone)
    except AnotherMixIsRunning:
        return ALL_DONE
    except (ClockBehind, EscrowUnreachable, WrongFolder) as error:
        raise JobFailed(str(error)) from error
    return ALL_DONE if report.is_complete else WorkReport((_problem(report),))


MIX_JOB = Job("mix", run_mix, Schedule.NIGHTLY)


@group.command("open-inbox")
@click.option(
    "--keys-are-lost",
    is_flag=True,
    help="Go on in a new folder: what is sealed to the lost keys is never read.",
)
@click.option("--by", help="Who says that the keys are lost.")
@click.option("--reason", help="How they were lost; the audit log keeps it.")
def open_first_inbox(*, keys_are_lost: bool, by: str | None, reason: str | None) -> None:
    """Make the first key of a new portal, so that ratings can come in.

    A folder of keys that is missing, or another one, is never made anew by itself.
    """
    store = KeyStore.from_settings(current_settings())
    try:
        if keys_are_lost:
            _give_keys_up(store, by=by, reason=reason)
        else:
            open_inbox(db.session(), store)
    except (AnotherMixIsRunning, EscrowUnreachable, NothingLost, WrongFolder) as error:
        raise click.ClickException(str(error)) from error
    click.echo("the inbox is open")


def _give_keys_up(store: KeyStore, *, by: str | None, reason: str | None) -> None:
    if not by or not reason:
        raise click.UsageError("--keys-are-lost needs --by and --reason")
    record_act("keys.given_up", "keys", by=by, reason=reason)
    open_inbox_anew(db.session(), store)


@group.command("make-recovery-key")
@click.argument("file", type=click.Path(exists=False, path_type=Path))
@without_database
def make_recovery_key(file: Path) -> None:
    """Write a new private recovery key to FILE, to be kept offline, and print its public half."""
    private_key = PrivateKey.generate()
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written ({error.strerror})") from error
    with os.fdopen(handle, "wb") as written:
        written.write(base64.b64encode(bytes(private_key)))
    public_key = base64.b64encode(bytes(private_key.public_key)).decode()
    click.echo(f"PORTAL_RECOVERY_KEY={public_key}")


@group.command("restore-key")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--recovery-key",
    "recovery_file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file with the private recovery key.",
)
@without_database
def restore_key(file: Path, recovery_file: Path) -> None:
    """Put a lost private key back from its second copy FILE; then run `flask ratings mix`."""
    try:
        public_key = KeyStore.from_settings(current_settings()).restore(
            content_of(file),
            recovery_private_key=decoded_key(content_of(recovery_file).decode(errors="replace")),
        )
    except (CannotRestore, InvalidSetting) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"key {key_name(public_key)} is back; run: flask ratings mix")
