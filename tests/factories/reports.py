"""Agencies with ratings for statutory reports."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.organisation.places.models import AgencyRow
from portal.publication.reports.building import build_report
from portal.publication.reports.content import Audience, Report
from portal.publication.reports.request import ReportRequest, Surroundings
from portal.rating.mixing.ballot_models import ProfileTally, ReasonTally, Tally
from portal.survey.elements import ELEMENTS, LEVELS, Element, ElementCounts
from portal.survey.index import CompositeSums, scaled_composite
from portal.time.months import CalendarPeriod
from tests.factories.organisation import add

TODAY = date(2026, 3, 14)
AROUND = Surroundings("Kota Uji", is_demo=False, address="https://suara.kota.test")
Levels = Mapping[Element, Sequence[int]]


def ballots_of(counts: Levels) -> list[dict[Element, int]]:
    """Return questionnaires whose answers add up to ``counts`` (levels 1 to 4 an element)."""
    columns = {
        element: [level for level, n in zip(LEVELS, given, strict=True) for _ in range(n)]
        for element, given in counts.items()
    }
    size = max(map(len, columns.values()))
    return [
        {element: column[row] for element, column in columns.items() if row < len(column)}
        for row in range(size)
    ]


def make_ratings(session: Session, agency: AgencyRow, *, counts: Levels, **fields: Any) -> None:
    """Add the tally of a month; ``fields`` are its columns, such as period and channel."""
    ballots = ballots_of(counts)
    sums = CompositeSums.of(map(scaled_composite, ballots))
    found = ElementCounts.of_ballots(ballots)
    row = {
        "period": "2025-12",
        "agency_id": agency.id,
        "channel": "ticket",
        "respondents": sums.n,
        "composite_sum": sums.total,
        "composite_square_sum": sums.squares,
        "all_top": sum(min(ballot.values()) == 4 for ballot in ballots),
        "level_counts": {str(key): list(each.answers) for key, each in found.items()},
    }
    add(session, Tally(**(row | fields)))
    session.commit()


def alike(*levels: int) -> Levels:
    """Return the same counts of levels 1 to 4 for every element."""
    return dict.fromkeys(ELEMENTS, levels)


def make_profile(session: Session, agency: AgencyRow, *, year: int = 2025, **answers: Any) -> None:
    """Add respondents by field: ``sex={"female": 60}``."""
    for field, counts in answers.items():
        for answer, respondents in counts.items():
            row = {"field": field, "answer": answer, "respondents": respondents}
            add(session, ProfileTally(agency_id=agency.id, year=year, **row))
    session.commit()


def make_reasons(session: Session, agency: AgencyRow, *, year: int = 2025, **counts: int) -> None:
    """Add wishes by element: ``time=40``."""
    for element, respondents in counts.items():
        row = {"year": year, "element": element, "respondents": respondents}
        add(session, ReasonTally(agency_id=agency.id, **row))
    session.commit()


def report_of(
    session: Session,
    agency: str = "dukcapil",
    *,
    span: str = "2025",
    unit: str | None = None,
    edition: Audience = Audience.OFFICIAL,
    today: date = TODAY,
) -> Report:
    """Build a report as the command line and the pages do."""
    request = ReportRequest(agency=agency, span=CalendarPeriod.of(span), edition=edition, unit=unit)
    return build_report(session, request, today=today, around=AROUND)
