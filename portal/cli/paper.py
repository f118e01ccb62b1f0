"""`flask ratings import`: paper questionnaires from the command line."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from flask.cli import with_appcontext

from portal.cli.faults import content_of, refuse
from portal.organisation.importing.queries import column_meanings
from portal.organisation.importing.service import forget_columns
from portal.organisation.places.catalogue_queries import catalogue
from portal.rating.paper.domain import (
    MeaningUnknown,
    PaperFaultKind,
    PaperPeriod,
    PeriodUnknown,
    column_meaning,
    paper_period,
)
from portal.rating.paper.reading import (
    IMPORT_NAME,
    AgencyUnknown,
    ImportPaper,
    PaperAlreadyImported,
    PaperPeriodNotOver,
    PaperPeriodsOverlap,
    PaperRefused,
)
from portal.rating.paper.service import import_paper, preview_paper
from portal.survey.elements import ELEMENTS
from portal.web.extensions import db, record_act, trusted_today

REFUSALS = (AgencyUnknown, PaperAlreadyImported, PaperPeriodNotOver, PaperPeriodsOverlap)
REASONS: Mapping[PaperFaultKind, str] = {
    PaperFaultKind.CODE_WITHOUT_MEANING: "say which element this is, such as --map U1=requirements",
    PaperFaultKind.NO_ELEMENT: "no column is an element of the survey",
    PaperFaultKind.NOT_A_LEVEL: "'{detail}' is not 1, 2, 3 or 4",
    PaperFaultKind.NOTHING_ANSWERED: "nothing is answered",
    PaperFaultKind.NOT_ASKED: "is not asked for this service",
    PaperFaultKind.UNKNOWN_PLACE: "the agency has no '{detail}'",
    PaperFaultKind.NOT_OFFERED: "'{detail}' does not go with the other places of the row",
    PaperFaultKind.UNKNOWN_ANSWER: "'{detail}' is none of the answers offered",
}


def _period(label: str) -> PaperPeriod:
    try:
        return paper_period(label)
    except PeriodUnknown as error:
        raise click.BadParameter(str(error), param_hint="--period") from error


def _meaning(text: str) -> tuple[str, str]:
    try:
        return column_meaning(text)
    except MeaningUnknown as error:
        message = f"{text!r} is not like U1={ELEMENTS[0]} or 'No Resp=-'"
        raise click.BadParameter(message, param_hint="--map") from error


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--agency", required=True, help="The agency's code.")
@click.option("--period", required=True, help="2026-03, 2026-Q1, 2026-H1, 2026.")
@click.option(
    "--map",
    "meanings",
    multiple=True,
    help="U1=requirements; 'Catatan=-' passes over a column. Remembered for the agency.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be taken in and change nothing.")
@with_appcontext
def import_questionnaires(
    *,
    file: Path,
    agency: str,
    period: str,
    meanings: Sequence[str],
    dry_run: bool,
) -> None:
    """Take in paper questionnaires: FILE (.csv or .xlsx) has one row a respondent."""
    command = ImportPaper(
        agency_code=agency,
        period=_period(period),
        content=content_of(file),
        meanings=dict(map(_meaning, meanings)),
    )
    today = trusted_today()
    act = preview_paper if dry_run else import_paper
    if not dry_run:
        record_act("paper.import", f"agency:{agency}", period=period, file=file.name)
    try:
        report = act(db.session(), command, today=today)
    except REFUSALS as error:
        raise click.ClickException(str(error)) from error
    except PaperRefused as error:
        refuse(error.faults, REASONS, outcome="nothing was stored")
    verb = "would be taken in" if dry_run else "taken in"
    click.echo(
        f"{report.respondents:,} questionnaires {verb} for {period}; "
        f"{report.with_profile:,} say something about the respondent"
    )
    if report.left_out:
        lines = ", ".join(map(str, report.left_out))
        click.echo(f"passed over, because the numbered rows end above: line {lines}")


@click.command("columns")
@click.option("--agency", required=True, help="The agency's code.")
@click.option("--forget", is_flag=True, help="Forget them.")
@with_appcontext
def columns(*, agency: str, forget: bool) -> None:
    """List what is remembered of the headings in an agency's files."""
    session, today = db.session(), trusted_today()
    found = catalogue(session, on=today).agencies_by_code.get(agency)
    if found is None:
        raise click.ClickException(f"there is no agency {agency!r}")
    for heading, meaning in column_meanings(session, found.id, import_name=IMPORT_NAME).items():
        click.echo(f"{heading}={meaning}")
    if forget:
        record_act("paper.forget_columns", f"agency:{agency}")
        forget_columns(session, found.id, import_name=IMPORT_NAME)
        click.echo("forgotten")
