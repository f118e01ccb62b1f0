"""Agencies and their units as those an item can be passed on to."""

from operator import attrgetter

from portal.complaints.handling.reassignment import Addressee
from portal.organisation.places.catalogue import Catalogue


def others_in_service(places: Catalogue, *, than: int) -> list[tuple[str, str]]:
    """Return (word, name) of every other agency in service and its units, by name.

    :param than: the agency that is left out, with its units.
    """
    agencies = [each for each in places.agencies.values() if not each.is_retired(places.on)]
    units = sorted(places.units.values(), key=attrgetter("name"))
    options: list[tuple[str, str]] = []
    for agency in sorted(agencies, key=attrgetter("name")):
        if agency.id == than:
            continue
        options.append((f"agency:{agency.code}", agency.name))
        options += [
            (f"unit:{unit.code}", f"{agency.name} - {unit.name}")
            for unit in units
            if unit.agency_id == agency.id and not unit.is_retired(places.on)
        ]
    return options


def addressee_named(word: str, places: Catalogue) -> Addressee | None:
    """Return the agency or unit in service that a ``word`` of the list stands for, or None."""
    kind, _, code = word.partition(":")
    agency, unit = places.agencies_by_code.get(code), places.units_by_code.get(code)
    if kind == "agency" and agency is not None and not agency.is_retired(places.on):
        return Addressee(agency.id)
    if kind == "unit" and unit is not None and not unit.is_retired(places.on):
        return Addressee(unit.agency_id, unit.id)
    return None
