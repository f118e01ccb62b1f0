"""`flask ratings import`: paper questionnaires from the command line."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from flask.cli import with_appcontext

from portal.access import record_act
from portal.extensions import db
from portal.rating.domain.paper import (
    PaperFault,
    PaperFaultKind,
    PaperPeriod,
    PeriodUnknown,
    paper_period,
)
from portal.rating.service.paper.importing import import_paper, preview_paper
from portal.rating.service.paper.reading import (
    AgencyUnknown,
    ImportPaper,
    PaperAlreadyImported,
    PaperPeriodNotOver,
    PaperPeriodsOverlap,
    PaperRefused,
)
from portal.survey.elements import ELEMENTS
from portal.web.trusted_clock import trusted_today

REFUSALS = (AgencyUnknown, PaperAlreadyImported, PaperPeriodNotOver, PaperPeriodsOverlap)
REASONS: Mapping[PaperFaultKind, str] = {
    PaperFaultKind.UNREADABLE: "cannot be read as a table ({detail})",
    PaperFaultKind.UNKNOWN_COLUMN: "there is no such column",
    PaperFaultKind.CODE_WITHOUT_MEANING: "say which element this is, such as --map U1=requirements",
    PaperFaultKind.REPEATED_ELEMENT: "'{detail}' is there twice",
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
    """Return column and element of a text such as ``U1=requirements``, in small letters."""
    column, _, element = (part.strip() for part in text.lower().partition("="))
    if not column or element not in ELEMENTS:
        raise click.BadParameter(f"{text!r} is not like U1={ELEMENTS[0]}", param_hint="--map")
    return column, element


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--agency", required=True, help="The agency's code.")
@click.option("--period", required=True, help="2026-03, 2026-Q1, 2026-H1, 2026.")
@click.option("--map", "meanings", multiple=True, help="U1=requirements ...")
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
        content=file.read_bytes(),
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
        _list(error.faults)
        raise click.ClickException(f"{len(error.faults)} faults; nothing was stored") from error
    verb = "would be taken in" if dry_run else "taken in"
    click.echo(
        f"{report.respondents:,} questionnaires {verb} for {period}; "
        f"{report.with_profile:,} say something about the respondent"
    )


def _list(faults: Sequence[PaperFault]) -> None:
    for fault in faults:
        places = [f"line {fault.line}" if fault.line else "", fault.column]
        where = ", ".join(filter(None, places)) or "the file"
        click.echo(f"{where}: {REASONS[fault.kind].format(detail=fault.detail)}", err=True)
