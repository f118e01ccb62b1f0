"""The probe of releases: whether a month that should be out is not."""

from flask_babel import lazy_gettext as _l

from portal.publication.figures.documents import due_on
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.publishing import goes_out_on
from portal.web.bounds import LATE_DAYS
from portal.web.extensions import db, today
from portal.web.health import OK, Probe, ProbeResult

LATE = "release late"


def _check() -> ProbeResult:
    session = db.session()
    period = releases_queries.next_month(session)
    if period is None:
        return ProbeResult(True)
    release = releases_queries.release_in_brief(session, period)
    last = goes_out_on(release) if release else due_on(period)
    days = (today() - last).days
    is_late = days > LATE_DAYS
    return ProbeResult(not is_late, LATE if is_late else OK, month=period, days_late=max(0, days))


RELEASE_PROBE = Probe(
    "release",
    _check,
    is_fast=False,
    needs="database",
    title=_l("Terbitan bulanan"),
    words={LATE: _l("Terbitan bulan yang lalu terlambat.")},
    remedy=_l("Jalankan flask jobs run-due dan buka halaman Terbitan."),
)
