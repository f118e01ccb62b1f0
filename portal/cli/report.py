"""`flask report`: the statutory report of an agency or unit, official edition."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from portal import clock
from portal.access import record_act
from portal.database import begin_write
from portal.extensions import current_settings, db
from portal.organisation.addresses import public_address
from portal.organisation.posters.typesetting import UnprintableText
from portal.publication.domain.documents import PlaceKind, address_of
from portal.publication.domain.report import Report
from portal.publication.domain.report_periods import InvalidReportPeriod, ReportPeriod
from portal.publication.reporting.export import report_json
from portal.publication.reporting.official import (
    NothingToReport,
    ReportPeriodNotOver,
    ReportRequest,
    UnknownPlace,
    official_report,
)
from portal.publication.reporting.pdf.writing import report_pdf

group = AppGroup("report", help="Statutory reports with exact figures, for the agency's own staff.")


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        (
            click.option("--year", required=True, type=click.IntRange(2000, 2999)),
            click.option("--month", type=click.IntRange(1, 12)),
            click.option("--quarter", type=click.IntRange(1, 4)),
            click.option("--half", type=click.IntRange(1, 2)),
            click.option("--format", "form", type=click.Choice(["json", "pdf"]), default="json"),
            click.option("--output", "file", type=click.Path(dir_okay=False, path_type=Path)),
        )
    ):
        command = option(command)
    return command


@group.command("agency")
@click.argument("code")
@_options
def agency(code: str, *, form: str, file: Path | None, year: int, **parts: int | None) -> None:
    """Write the official report of agency CODE for a year, or a part of one that is over."""
    _write(PlaceKind.AGENCY, code, form=form, file=file, period=_period(year, parts))


@group.command("unit")
@click.argument("code")
@_options
def unit(code: str, *, form: str, file: Path | None, year: int, **parts: int | None) -> None:
    """Write the official report of unit CODE."""
    _write(PlaceKind.UNIT, code, form=form, file=file, period=_period(year, parts))


def _period(year: int, parts: dict[str, int | None]) -> ReportPeriod:
    try:
        return ReportPeriod.of(year, **parts)
    except InvalidReportPeriod as error:
        raise click.UsageError(str(error)) from error


def _write(
    kind: PlaceKind, code: str, *, form: str, file: Path | None, period: ReportPeriod
) -> None:
    if form == "pdf" and file is None:
        raise click.UsageError("a PDF needs --output")
    report = _official(kind, code, period=period)
    if file is None:
        click.echo(report_json(report), nl=False)
        return
    file.write_bytes(_pdf(report) if form == "pdf" else report_json(report).encode())
    click.echo(f"{code} {period.label}: IKM {report.ikm}, grade {report.grade}, written to {file}")


def _official(kind: PlaceKind, code: str, *, period: ReportPeriod) -> Report:
    """Return the report, after its opening stands in the audit log."""
    settings = current_settings()
    request = ReportRequest(
        kind=kind,
        code=code,
        period=period,
        city=settings.city_name,
        is_demo=settings.demo,
        public_address=f"{public_address(settings)}/{address_of(kind, code)}",
    )
    session = db.session()
    try:
        report = official_report(session, request, today=clock.today(settings.timezone))
    except (UnknownPlace, ReportPeriodNotOver, NothingToReport) as error:
        raise click.ClickException(str(error)) from error
    begin_write(session)
    record_act("report.official", f"{kind}:{code}", period=period.label)
    session.commit()
    return report


def _pdf(report: Report) -> bytes:
    try:
        return report_pdf(report)
    except UnprintableText as error:
        raise click.ClickException(
            f"{error.text}: the report's font has no {error.characters}"
        ) from error
