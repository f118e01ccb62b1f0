"""`flask results`: totals of earlier years from other systems, shown as earlier publications."""

from collections.abc import Mapping
from pathlib import Path

import click
from flask.cli import AppGroup

from portal.cli.faults import content_of, refuse, template_command
from portal.publication.earlier_results.faults import ResultFaultKind
from portal.publication.earlier_results.queries import results_files
from portal.publication.earlier_results.reading import COLUMNS
from portal.publication.earlier_results.service import (
    NoSuchResultsFile,
    ResultsAlreadyImported,
    ResultsRefused,
    import_results,
    withdraw_results,
)
from portal.web.extensions import db, record_act, today

REASONS: Mapping[ResultFaultKind, str] = {
    ResultFaultKind.MISSING_VALUE: "must be filled in",
    ResultFaultKind.NOT_A_PERIOD: "'{detail}' is not like 2023, 2023-H1, 2023-Q1 or 2023-01",
    ResultFaultKind.NOT_OVER: "{detail} is not over",
    ResultFaultKind.NOT_A_COUNT: "'{detail}' is no number of respondents, 1 or more, in digits",
    ResultFaultKind.NOT_AN_IKM: "'{detail}' is no number from 25 to 100",
    ResultFaultKind.NOT_AN_NRR: "'{detail}' is no mean answer from 1 to 4",
    ResultFaultKind.NOT_A_SOURCE: "longer than {detail} characters, or with an invisible one",
    ResultFaultKind.DOES_NOT_FIT: "the elements of this row give {detail}",
    ResultFaultKind.UNKNOWN_PLACE: "there is no '{detail}'",
    ResultFaultKind.OF_ANOTHER_AGENCY: "'{detail}' belongs to another agency",
    ResultFaultKind.REPEATED: "the same place and period as in line {detail}",
    ResultFaultKind.ALREADY_THERE: "{detail} of this place was taken in before",
}
DIGEST_CHARACTERS = 12

group = AppGroup("results", help="Totals of earlier years from other systems.")

group.add_command(template_command(COLUMNS))


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    """Take in FILE (.csv or .xlsx), whole or not at all; every faulty line is listed."""
    day = today()
    record_act("results.import", "results", file=file.name)
    try:
        imported = import_results(db.session(), content_of(file), today=day)
    except ResultsAlreadyImported as error:
        raise click.ClickException(str(error)) from error
    except ResultsRefused as error:
        refuse(error.faults, REASONS, outcome="nothing was taken in")
    click.echo(f"{imported.totals} totals taken in as file {imported.file_id}")


@group.command("list")
def list_() -> None:
    """List the files that were taken in, latest first."""
    for file in results_files(db.session()):
        digest = file.sha256.hex()[:DIGEST_CHARACTERS]
        click.echo(f"{file.id}  {file.imported_on}  {file.totals} totals  {digest}")


@group.command("withdraw")
@click.argument("number", type=click.IntRange(1, 2**31 - 1))
def withdraw(number: int) -> None:
    """Take the totals of file NUMBER out again; what was published with them stays."""
    record_act("results.withdraw", f"results:{number}")
    try:
        withdraw_results(db.session(), number)
    except NoSuchResultsFile as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"file {number} is withdrawn")
