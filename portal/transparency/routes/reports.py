"""The public edition of the statutory reports, as data and as a PDF to keep or print."""

from pathlib import Path

from flask import Response, abort, request
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response as AnyResponse

from portal.organisation.posters.addresses import public_address
from portal.publication.reports import encoding
from portal.publication.reports.content import Audience, Report
from portal.publication.reports.printing import printed
from portal.publication.reports.public import build_public
from portal.publication.reports.report_cache import FOLDER, ReportCache, ReportCacheBusy
from portal.publication.reports.request import ReportRefused, ReportRequest, Surroundings
from portal.storage.own_programs import PrintingFailed
from portal.time.months import CalendarPeriod, InvalidPeriod
from portal.transparency.page_cache import CachedPage
from portal.transparency.routes.cached import MAX_AGE_SECONDS, blueprint, cached, note, noted, today
from portal.web.access import public
from portal.web.extensions import current_settings, db

REPORT = "/<any(agencies,units):folder>/<place:code>/report/<period>"
RETRY_SECONDS = 5
FILE = "file of the report"


@blueprint.get(f"{REPORT}.json")
@public
@cached(is_translated=False)
def report_json(folder: str, *, code: str, period: str) -> CachedPage:
    """Answer the public edition as JSON."""
    body = encoding.report_json(_report(folder, code=code, period=period)).encode()
    return CachedPage(body, mimetype="application/json", changed_at=None, is_translated=False)


@blueprint.get(f"{REPORT}.pdf")
@public
def report_pdf(folder: str, *, code: str, period: str) -> AnyResponse:
    """Send the public edition as a PDF, drawn when it is first asked for."""
    file = _drawn(folder, code=code, period=period)
    response = Response(file.read_bytes(), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="laporan-skm-{code}-{period}.pdf"'
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
    response.set_etag(file.stem)
    return response.make_conditional(request)


def _drawn(folder: str, *, code: str, period: str) -> Path:
    """Return the file of a report; which one that is, is noted, so that asking again is cheap."""
    report_cache = ReportCache(current_settings().instance_dir / FOLDER, draw=printed)
    name = noted(FILE)
    if name is not None and (report_cache.folder / name).is_file():
        return report_cache.folder / name
    try:
        file = report_cache.pdf(_report(folder, code=code, period=period))
    except (ReportCacheBusy, PrintingFailed) as error:
        raise ServiceUnavailable(retry_after=RETRY_SECONDS) from error
    note(FILE, file.name)
    return file


def _report(folder: str, *, code: str, period: str) -> Report:
    settings = current_settings()
    is_unit = folder == "units"
    around = Surroundings.of(db.session(), settings, address=public_address(settings))
    try:
        wanted = ReportRequest(
            agency=None if is_unit else code,
            span=CalendarPeriod.of(period),
            edition=Audience.PUBLIC,
            unit=code if is_unit else None,
        )
        return around.applied(build_public(db.session(), wanted, today=today(), around=around))
    except (InvalidPeriod, ReportRefused):
        abort(404)
