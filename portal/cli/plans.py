"""`flask plans`: plans (SKP) of many people in and out of the official record's files."""

import hashlib
from pathlib import Path

import click
from flask.cli import AppGroup

from portal.cli.faults import FAULTS_LISTED, OFFICIAL_REASONS, content_of, refuse
from portal.cli.plainly import without_database
from portal.cli.plan_forms import forms
from portal.cli.progress import progress
from portal.evaluation.official.merging import Outcome
from portal.evaluation.official.plan_export_service import (
    NoCycleOfYear,
    cycle_of_year,
    exported_file,
)
from portal.evaluation.official.plan_file import read_plan_file
from portal.evaluation.official.plan_service import (
    ImportReach,
    PlanImport,
    PreviewedPlan,
    preview_plans,
    take_in_plans,
)
from portal.evaluation.official.templates import plan_template
from portal.web.extensions import db, moment, record_act, today, vault

group = AppGroup("plans", help="Plans (SKP) in and out of the official record's files.")
group.add_command(forms)


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change and change nothing.")
def import_(file: Path, *, dry_run: bool) -> None:
    """Take in the plans of FILE (.xlsx or .csv); a refused row is listed and refuses nobody else.

    New plans become drafts of their persons, who look at them and send them. What both sides
    agreed is compared and never overwritten.
    """
    content = content_of(file)
    found = read_plan_file(content)
    reach = ImportReach(None, today(), moment())
    session, texts = db.session(), vault()
    with progress("plans") as tell:
        if dry_run:
            done = preview_plans(session, found, reach=reach, vault=texts, tell=tell)
        else:
            digest = hashlib.sha256(content).hexdigest()
            record_act("plans.import", "plans", file=file.name, sha256=digest)
            done = take_in_plans(session, found, reach=reach, vault=texts, tell=tell)
    _report(done, verb="would be" if dry_run else "were")
    if done.faults:
        outcome = "nothing was changed" if dry_run else "everything else was taken in"
        refuse(done.faults, OFFICIAL_REASONS, outcome=outcome)


@group.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--year", type=int, help="The cycle's year; the cycle of today without it.")
def export(file: Path, *, year: int | None) -> None:
    """Write the plans of a cycle to FILE (.xlsx or .csv), the way `import` reads them.

    Of each plan the version in force, else the one that was sent: a draft is its person's own.
    """
    session, day = db.session(), today()
    try:
        cycle_id = cycle_of_year(session, year, today=day)
    except NoCycleOfYear as error:
        raise click.ClickException("there is no cycle of that year") from error
    record_act("plans.export", f"cycle:{cycle_id}")
    session.commit()
    is_workbook = file.suffix.lower() == ".xlsx"
    file.write_bytes(exported_file(session, cycle_id, vault=vault(), is_workbook=is_workbook))
    click.echo(f"{file.name} written")


@group.command("template")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@without_database
def template(file: Path) -> None:
    """Write a workbook FILE.xlsx with the headings that the import reads, and an example."""
    file.write_bytes(plan_template())
    click.echo(f"{file.name} written")


def _report(done: PlanImport, *, verb: str) -> None:
    told = [each for each in done.lines if each.outcome in {Outcome.NEW, Outcome.CHANGED}]
    for each in told[:FAULTS_LISTED]:
        click.echo(_sentence(each))
    if len(told) > FAULTS_LISTED:
        click.echo(f"... and {len(told) - FAULTS_LISTED} more plans")
    for outcome in Outcome:
        click.echo(f"{outcome}: {done.counts.get(outcome, 0)}")
    changed = done.counts.get(Outcome.NEW, 0) + done.counts.get(Outcome.CHANGED, 0)
    click.echo(f"{changed} plans {verb} changed")


def _sentence(line: PreviewedPlan) -> str:
    fields = ", ".join(dict.fromkeys(change.field for change in line.changes))
    gaps = f"; {line.gap_count} things are missing before it can be sent" if line.gap_count else ""
    return f"{line.number}: {line.outcome}, {line.change_count} changes ({fields}){gaps}"
