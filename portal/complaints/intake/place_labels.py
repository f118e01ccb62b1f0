"""Labels of the subject of a complaint, asked in two questions: which office, then where there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from portal.organisation.places.catalogue import Agency, Catalogue, Desk, KnownPlace, Unit
from portal.organisation.places.search_index import SearchIndex

MOST_FOUND = 20
Place = Agency | Unit | Desk


@dataclass(frozen=True, slots=True)
class OfficeEntry:
    """A place that a complaint can be about; ``address`` is its choice, such as ``desk:ktp-1``."""

    address: str
    name: str
    code: str
    unit: str
    agency: str
    is_retired: bool = False

    @property
    def query(self) -> dict[str, str]:
        """Return what the address of the form says to choose this place."""
        kind, _colon, code = self.address.partition(":")
        return {kind: code}


def offices(found: Catalogue) -> list[OfficeEntry]:
    """Return the agencies in service, by name."""
    entries = [_entry(found, each) for each in found.agencies.values() if _is_open(found, each)]
    return sorted(entries, key=lambda entry: entry.name)


def matching(found: Catalogue, query: str) -> tuple[OfficeEntry, ...]:
    """Return the agencies, units and desks in service that fit what was typed, the best first."""
    groups = (found.agencies, found.units, found.desks)
    every = [each for group in groups for each in group.values() if _is_open(found, each)]
    return SearchIndex(_entry(found, each) for each in every).matching(query)[:MOST_FOUND]


def chosen_place(found: Catalogue, choice: str) -> Place | None:
    """Return the place in service behind a choice such as ``unit:puskesmas-melati``, or None."""
    kind, _colon, code = choice.partition(":")
    groups: dict[str, Mapping[str, Place]] = {
        "agency": found.agencies_by_code,
        "unit": found.units_by_code,
        "desk": found.desks_by_code,
    }
    place = groups.get(kind, {}).get(code)
    return place if place is not None and _is_open(found, place) else None


def about(place: Place) -> dict[str, Any]:
    """Return the numbers of what is stored of a place that was chosen."""
    return {
        "agency_id": place.id if isinstance(place, Agency) else place.agency_id,
        "desk_id": place.id if isinstance(place, Desk) else None,
        "unit_id": place.id if isinstance(place, Unit) else None,
    }


def choices_within(found: Catalogue, agency: Agency) -> list[SelectChoice]:
    """Return the choices of the second question: the whole office, its units, its desks.

    Every one is called by its full name within the office, so that no two read alike.
    """
    whole = _("Seluruh kantor, atau saya tidak tahu")
    parts = sorted(_parts(found, agency), key=lambda each: (_unit_of(found, each), each.code))
    return [
        SelectChoice(f"agency:{agency.code}", whole),
        *(SelectChoice(_choice(each), found.name_in_agency(each)) for each in parts),
    ]


def agency_of(found: Catalogue, place: Place) -> Agency:
    """Return the office that a place belongs to."""
    return place if isinstance(place, Agency) else found.agencies[place.agency_id]


def _parts(found: Catalogue, agency: Agency) -> Iterator[Unit | Desk]:
    for group in (found.units, found.desks):
        for each in group.values():
            if each.agency_id == agency.id and _is_open(found, each):
                yield each


def _unit_of(found: Catalogue, place: Unit | Desk) -> tuple[str, bool]:
    """Return where a part stands in the list: a unit, then its desks; desks without one last."""
    if isinstance(place, Unit):
        return place.name, False
    return (found.units[place.unit_id].name, True) if place.unit_id else ("\uffff", True)


def _is_open(found: Catalogue, place: KnownPlace) -> bool:
    return not place.is_retired(found.on)


def _choice(place: KnownPlace) -> str:
    kinds = {Agency: "agency", Unit: "unit", Desk: "desk"}
    return f"{kinds[type(place)]}:{place.code}"


def _entry(found: Catalogue, place: Place) -> OfficeEntry:
    unit_id = place.unit_id if isinstance(place, Desk) else None
    return OfficeEntry(
        address=_choice(place),
        name=place.name,
        code=place.code,
        unit=found.units[unit_id].name if unit_id is not None else "",
        agency="" if isinstance(place, Agency) else found.agencies[place.agency_id].name,
    )
