"""`flask report`: the statutory report of an agency or one of its units."""

from collections.abc import Callable, Mapping
from pathlib import Path

import click
from flask.cli import AppGroup

from portal.organisation.posters.addresses import public_address
from portal.publication.reports.building import build_report
from portal.publication.reports.content import Audience, Report
from portal.publication.reports.encoding import report_json
from portal.publication.reports.request import ReportRefused, ReportRequest, Surroundings
from portal.storage.database import begin_write
from portal.time.months import FIRST_YEAR, LAST_YEAR, CalendarPeriod, PeriodKind
from portal.web.extensions import current_settings, db, record_act, today

STDOUT = "-"
group = AppGroup("report", help="The statutory report of an agency.")


@group.command("agency")
@click.argument("code")
@click.option("--year", required=True, type=click.IntRange(FIRST_YEAR, LAST_YEAR))
@click.option("--quarter", type=click.IntRange(1, 4), help="Only this quarter of the year.")
@click.option("--half", type=click.IntRange(1, 2), help="Only this half of the year.")
@click.option("--month", type=click.IntRange(1, 12), help="Only this month of the year.")
@click.option("--unit", help="Only this unit of the agency, by its code.")
@click.option(
    "--edition",
    type=click.Choice([str(each) for each in Audience]),
    default=str(Audience.OFFICIAL),
    show_default=True,
    help="Exact figures for the agency's own staff, or what the public may read.",
)
@click.option("--format", "form", type=click.Choice(["json", "pdf", "docx"]), default="json")
@click.option("--output", help="A file, or - for standard output (the default for JSON).")
def agency(
    code: str,
    *,
    year: int,
    unit: str | None,
    edition: str,
    form: str,
    output: str | None,
    **parts: int | None,
) -> None:
    """Write the report of the agency CODE for a year, or a part of it that is over."""
    if form != "json" and output is None:
        raise click.UsageError(f"--format {form} needs --output")
    span = _span(year, parts)
    report = _built(ReportRequest(agency=code, span=span, edition=Audience(edition), unit=unit))
    if report.edition is Audience.OFFICIAL:
        _put_on_record(report, form=form)
    _write(report, form=form, output=output or STDOUT)


def _span(year: int, parts: Mapping[str, int | None]) -> CalendarPeriod:
    given = [(PeriodKind(kind), number) for kind, number in parts.items() if number is not None]
    if len(given) > 1:
        raise click.UsageError("name one of --quarter, --half and --month")
    kind, number = given[0] if given else (PeriodKind.YEAR, 1)
    return CalendarPeriod(kind, year, number)


def _built(request: ReportRequest) -> Report:
    settings = current_settings()
    around = Surroundings.of(db.session(), settings, address=public_address(settings))
    try:
        return build_report(db.session(), request, today=today(), around=around)
    except ReportRefused as error:
        raise click.ClickException(str(error)) from error


def _put_on_record(report: Report, *, form: str) -> None:
    """Write the opening of exact figures to the audit log."""
    session = db.session()
    begin_write(session)
    record_act("report.open", report.place.subject, period=str(report.span), form=form)
    session.commit()


def _write(report: Report, *, form: str, output: str) -> None:
    body = FORMS[form](report)
    if output == STDOUT:
        click.echo(body, nl=False)
        return
    try:
        Path(output).write_bytes(body)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written ({error.strerror})") from error
    click.echo(f"{report.edition} report of {report.place.address}, {report.span}: {output}")


def _docx(report: Report) -> bytes:
    from portal.publication.reports.pdf.word import report_document  # noqa: PLC0415 - large, for this command only

    return report_document(report)


def _pdf(report: Report) -> bytes:
    from portal.organisation.places.printing import unknown_letters  # noqa: PLC0415 - large, for this command only
    from portal.publication.reports.pdf.drawing import report_pdf  # noqa: PLC0415 - large, for this command only

    place = report.place
    for name in filter(None, (report.city, place.agency_name, place.unit_name)):
        missing = unknown_letters(name)
        if missing:
            raise click.ClickException(f"{name}: the report's font has no {missing}")
    return report_pdf(report)


FORMS: Mapping[str, Callable[[Report], bytes]] = {
    "json": lambda report: f"{report_json(report)}\n".encode(),
    "pdf": _pdf,
    "docx": _docx,
}
