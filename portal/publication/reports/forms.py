"""The filter of the list of reports, read from the address; what is not understood is ignored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.organisation.places.catalogue import Agency, Unit


@dataclass(frozen=True, slots=True)
class ReportsAsked:
    """The agency, unit and year that are shown; the first agency and latest year by default.

    ``units`` and ``years`` are what can be chosen for the agency.
    """

    agency: Agency
    unit: Unit | None
    year: int | None
    units: Sequence[Unit]
    years: Sequence[int]


def asked_agency(args: Mapping[str, str], agencies: Sequence[Agency]) -> Agency:
    """Return the agency asked for among one or more; the first when it is none of them."""
    return next((each for each in agencies if each.code == args.get("agency")), agencies[0])


def reports_asked(
    args: Mapping[str, str], agency: Agency, *, units: Sequence[Unit], years: Sequence[int]
) -> ReportsAsked:
    """Return what is asked for of ``agency``."""
    unit = next((each for each in units if each.code == args.get("unit")), None)
    newest = years[0] if years else None
    year = next((each for each in years if str(each) == args.get("year")), newest)
    return ReportsAsked(agency, unit, year, units, years)
