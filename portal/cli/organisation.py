"""`flask organisation`: the whole organisation in and out of one file."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click
from flask.cli import AppGroup

from portal.accounts.staff.staff_numbers import NotAStaffNumber
from portal.cli.faults import content_of, refuse, template_command
from portal.organisation.importing import service as importing_service
from portal.organisation.people.number_service import (
    OfficerUnknown,
    StaffNumberTaken,
    renumber_officer,
)
from portal.organisation.records import queries as records_queries
from portal.organisation.records import service as records_service
from portal.organisation.records.closed_months import effect_now
from portal.organisation.records.columns import COLUMNS, EXPLAINED, row_of_record
from portal.organisation.records.plan import RecordChange, dated_texts
from portal.storage.spreadsheets.cells import write_csv
from portal.time.months import Month, is_month
from portal.web.extensions import db, record_act, today

UNCHANGED = "nothing was changed"
group = AppGroup("organisation", help="Agencies, units, services, desks, officers, postings.")


group.add_command(template_command(tuple(EXPLAINED), explained=EXPLAINED))


class MonthArgument(click.ParamType[Month]):
    """A month as the portal writes it."""

    name = "month"

    def convert(self, value: str, *_: object) -> Month:
        """Return the month, or say how one is written."""
        if not is_month(value):
            self.fail(f"a month is written 2026-11, not {value!r}")
        return Month(value)


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change and change nothing.")
@click.option(
    "--since",
    metavar="MONTH",
    type=MonthArgument(),
    help="The month (2026-11) from which changes of services, units, categories and questions "
    "hold; the next month without it.",
)
def import_(file: Path, *, dry_run: bool, since: Month | None) -> None:
    """Import FILE (.csv or .xlsx), whole or not at all; every faulty line is listed."""
    day = today()
    content = content_of(file)
    session = db.session()
    effect = effect_now(session, today=day, since=since)
    if dry_run:
        plan = importing_service.preview_file(session, content, today=day, effect=effect)
        if plan.faults:
            refuse(plan.faults, outcome=UNCHANGED)
        _report(plan.changes, verb="would be")
        return
    record_act("organisation.import", "organisation", file=file.name)
    try:
        changes = importing_service.import_file(session, content, today=day, effect=effect)
    except records_service.OrganisationRefused as error:
        refuse(error.faults, outcome=UNCHANGED)
    _report(changes, verb="were")


@group.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def export(file: Path) -> None:
    """Write everything to FILE.csv, the way `import` reads it."""
    records = records_queries.structure(db.session()).values()
    file.write_text(write_csv(COLUMNS, map(row_of_record, records)), encoding="utf-8")
    click.echo(f"{len(records)} rows written")


@group.command("renumber")
@click.argument("old")
@click.argument("new")
def renumber(old: str, new: str) -> None:
    """Give the officer with the staff number OLD, spelled as it is stored, the number NEW."""
    record_act("organisation.renumber", f"officer:{old}", new=new)
    try:
        number = renumber_officer(db.session(), old, new=new)
    except (OfficerUnknown, StaffNumberTaken) as error:
        raise click.ClickException(str(error)) from error
    except NotAStaffNumber as error:
        raise click.ClickException(f"{new!r} is no whole staff number") from error
    click.echo(f"the officer has the staff number {number} now")


def _report(changes: Iterable[RecordChange], *, verb: str) -> None:
    changes = tuple(changes)
    counts = Counter(f"{change.kind} {change.action}" for change in changes)
    for change in changes:
        if change.since:
            click.echo(f"{change.kind} {change.key}: {dated_texts(change)}, from {change.since} on")
    for what, count in counts.items():
        click.echo(f"{what}: {count}")
    click.echo(f"{sum(counts.values())} records {verb} changed")
