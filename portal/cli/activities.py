"""`flask activities`: daily progress in and out of the official record's files."""

import hashlib
from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from portal.cli.faults import OFFICIAL_REASONS, content_of, refuse
from portal.cli.plainly import without_database
from portal.evaluation.official.activity_export_service import exported_activities
from portal.evaluation.official.activity_queries import days_around
from portal.evaluation.official.activity_rows import read_activity_file
from portal.evaluation.official.activity_service import (
    ActivityReach,
    preview_activities,
    take_in_activities,
)
from portal.evaluation.official.merging import Outcome
from portal.evaluation.official.templates import activity_template
from portal.organisation.people.queries import person_with_number
from portal.web.extensions import db, moment, record_act, today

group = AppGroup("activities", help="Daily progress in and out of the official record's files.")
DAY = click.DateTime(["%Y-%m-%d"])


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--person", "number", help="The staff number of whom rows without one are about.")
@click.option("--dry-run", is_flag=True, help="Say what would change and change nothing.")
def import_(file: Path, *, number: str | None, dry_run: bool) -> None:
    """Take in the daily progress of FILE (.xlsx or .csv); a refused row is listed.

    What was sent in the official record is sent here, anything else is a draft: nothing is
    accepted by an import. Times of day are never kept.
    """
    content = content_of(file)
    found = read_activity_file(content)
    session, day = db.session(), today()
    own = _person(number) if number else None
    reach = ActivityReach(days_around(session, day), moment(), own)
    if dry_run:
        done = preview_activities(session, found, reach=reach)
    else:
        digest = hashlib.sha256(content).hexdigest()
        record_act("activities.import", "activities", file=file.name, sha256=digest)
        done = take_in_activities(session, found, reach=reach)
    for outcome in Outcome:
        click.echo(f"{outcome}: {done.counts.get(outcome, 0)}")
    changed = done.counts.get(Outcome.NEW, 0) + done.counts.get(Outcome.CHANGED, 0)
    click.echo(f"{changed} activities {'would be' if dry_run else 'were'} changed")
    if done.faults:
        outcome_text = "nothing was changed" if dry_run else "everything else was taken in"
        refuse(done.faults, OFFICIAL_REASONS, outcome=outcome_text)


@group.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--person", "number", required=True, help="The staff number.")
@click.option("--from", "first", type=DAY, required=True, help="The first day, inclusive.")
@click.option("--to", "last", type=DAY, required=True, help="The last day, inclusive.")
def export(file: Path, *, number: str, first: datetime, last: datetime) -> None:
    """Write a person's daily progress to FILE (.xlsx or .csv) in the eight official columns."""
    person_id = _person(number)
    session = db.session()
    record_act("activities.export", f"person:{person_id}")
    session.commit()
    is_workbook = file.suffix.lower() == ".xlsx"
    file.write_bytes(
        exported_activities(
            session,
            person_id,
            first=first.date(),
            last=last.date(),
            is_workbook=is_workbook,
            made_on=today(),
        )
    )
    click.echo(f"{file.name} written")


@group.command("template")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@without_database
def template(file: Path) -> None:
    """Write a workbook FILE.xlsx with the official columns and two examples."""
    file.write_bytes(activity_template())
    click.echo(f"{file.name} written")


def _person(number: str) -> int:
    found = person_with_number(db.session(), number)
    if found is None:
        raise click.ClickException(f"nobody has the staff number {number!r}")
    return found.id
