"""The one way to a report: it decides by the edition where the figures come from."""

from datetime import date

from sqlalchemy.orm import Session

from portal.publication.reports.content import Audience, Report
from portal.publication.reports.official import build_official
from portal.publication.reports.public import build_public
from portal.publication.reports.request import ReportRequest, Surroundings


def build_report(
    session: Session, request: ReportRequest, *, today: date, around: Surroundings
) -> Report:
    """Return the report that is asked for.

    :param today: the city's date; the span must lie behind it.
    :raises portal.publication.reports.request.ReportRefused: with the one reason why not.
    """
    build = build_official if request.edition is Audience.OFFICIAL else build_public
    built = build(session, request, today=today, around=around)
    return around.applied(built)
