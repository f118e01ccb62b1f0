"""Who answered and what they wish for: the folded counts of an agency and a year, exact."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from portal.publication.reports.content import Line, Table
from portal.rating.answers.profile import PROFILE_ANSWERS
from portal.rating.mixing import sum_queries
from portal.survey.elements import ELEMENTS
from portal.survey.index import rounded_half_up

REASONS = "reasons"
PERCENT_DECIMALS = 1


def profile_tables(session: Session, *, agency_id: int, year: int) -> tuple[Table, ...]:
    """Return a table for each characteristic that anybody told, in the survey's order."""
    counts = {
        (row.field, row.answer): row.respondents
        for row in sum_queries.profile_counts(session, years=(year,))
        if row.agency_id == agency_id
    }
    tables = (
        table(str(field), {each: counts.get((field, each), 0) for each in answers}, year=year)
        for field, answers in PROFILE_ANSWERS.items()
    )
    return tuple(found for found in tables if found.n)


def reasons_table(session: Session, *, agency_id: int, year: int) -> Table | None:
    """Return how often each element was wished to be better; None when nobody wished."""
    counts = {
        row.element: row.respondents
        for row in sum_queries.reason_counts(session, years=(year,))
        if row.agency_id == agency_id
    }
    if not counts:
        return None
    return table(REASONS, {str(each): counts.get(each, 0) for each in ELEMENTS}, year=year)


def table(field: str, counts: Mapping[str, int], *, year: int) -> Table:
    """Return exact counts with their shares of all answers."""
    whole = sum(counts.values())
    lines = tuple(
        Line(answer, respondents, percent(respondents, whole))
        for answer, respondents in counts.items()
    )
    return Table(field, year, whole, lines)


def percent(part: int, whole: int) -> Decimal:
    """Return a share of ``whole`` in percent to one decimal; 0 of nothing."""
    return rounded_half_up(Fraction(100 * part, whole or 1), PERCENT_DECIMALS)
