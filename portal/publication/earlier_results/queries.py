"""Earlier publications: totals of other systems, as pages and reports show them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from portal.organisation.places.catalogue import Catalogue
from portal.publication.earlier_results.models import UNITS, EarlierTotal, ResultsFile
from portal.publication.figures.documents import EarlierResult, PlaceKind, address_of
from portal.survey.elements import ELEMENTS, Element
from portal.survey.index import Grade, grade_of_ikm
from portal.time.months import CalendarPeriod, Month

FOURTH_DECIMAL = Decimal(1) / UNITS


@dataclass(frozen=True, slots=True)
class EarlierPublication:
    """A total that another system published; its grade is that of the bounds in force today."""

    agency_id: int
    unit_id: int | None
    period: str
    n: int
    ikm: Decimal
    grade: Grade
    source: str
    elements: Mapping[Element, Decimal]


@dataclass(frozen=True, slots=True)
class ResultsFileInBrief:
    """A file that was taken in: its number, its day, its digest and how many totals it held."""

    id: int
    imported_on: date
    sha256: bytes
    totals: int


def earlier_publications(
    session: Session, *, agency_id: int | None = None, until: Month | None = None
) -> tuple[EarlierPublication, ...]:
    """Return every earlier total by place and period.

    :param agency_id: only those of one agency and its units; of the whole city when None.
    :param until: the last month a total's period may end with; any when None.
    """
    place = (EarlierTotal.agency_id, func.coalesce(EarlierTotal.unit_id, 0))
    query = (
        select(EarlierTotal)
        .options(selectinload(EarlierTotal.elements))
        .order_by(*place, EarlierTotal.period)
    )
    if agency_id is not None:
        query = query.where(EarlierTotal.agency_id == agency_id)
    return tuple(
        _publication(row)
        for row in session.scalars(query)
        if until is None or CalendarPeriod.of(row.period).span.last <= until
    )


def _publication(row: EarlierTotal) -> EarlierPublication:
    means = {each.element: each.nrr * FOURTH_DECIMAL for each in row.elements}
    return EarlierPublication(
        agency_id=row.agency_id,
        unit_id=row.unit_id,
        period=row.period,
        n=row.respondents,
        ikm=row.ikm * FOURTH_DECIMAL,
        grade=grade_of_ikm(Fraction(row.ikm, UNITS)),
        source=row.source,
        elements={each: means[each] for each in ELEMENTS if each in means},
    )


def earlier_by_address(
    session: Session, catalogue: Catalogue, *, until: Month
) -> Mapping[str, tuple[EarlierResult, ...]]:
    """Return earlier totals as documents show them, by the address of their place.

    :param until: the last month a total's period may end with.
    """
    found: defaultdict[str, list[EarlierResult]] = defaultdict(list)
    for each in earlier_publications(session, until=until):
        if each.unit_id is None:
            address = address_of(PlaceKind.AGENCY, catalogue.agencies[each.agency_id].code)
        else:
            address = address_of(PlaceKind.UNIT, catalogue.units[each.unit_id].code)
        found[address].append(
            EarlierResult(each.period, each.n, written(each.ikm), each.grade, each.source)
        )
    return {address: tuple(results) for address, results in found.items()}


def written(ikm: Decimal) -> str:
    """Return an IKM with its own decimals, two at least: ``87.60``, ``87.641``."""
    whole, _, decimals = f"{ikm:.4f}".partition(".")
    return f"{whole}.{decimals[:2]}{decimals[2:].rstrip('0')}"


def results_files(session: Session) -> tuple[ResultsFileInBrief, ...]:
    """Return the files that were taken in, latest first."""
    rows = session.execute(
        select(ResultsFile.id, ResultsFile.imported_on, ResultsFile.sha256, func.count())
        .join(EarlierTotal, EarlierTotal.file_id == ResultsFile.id)
        .group_by(ResultsFile.id)
        .order_by(ResultsFile.id.desc())
    )
    return tuple(ResultsFileInBrief(*row) for row in rows)
