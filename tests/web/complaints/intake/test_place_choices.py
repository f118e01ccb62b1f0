"""No two choices of a place read alike, however many desks carry one name."""

from datetime import date

from flask import Flask

from portal.complaints.intake.routes import places_of
from portal.organisation.places.catalogue import Agency, Catalogue, Desk, Unit
from portal.organisation.places.kinds import AgencyKind

TODAY = date(2026, 11, 29)


def test_desks_of_one_name_are_told_apart_by_their_unit(app: Flask) -> None:
    units = [
        Unit(number, f"kel-{number}", f"Kelurahan {name}", None, None, agency_id=1)
        for number, name in enumerate(("Mawar", "Kenari"), start=1)
    ]
    desks = [
        Desk(each.id, f"d-{each.id}", "Loket Pelayanan", None, None, 1, each.id, frozenset())
        for each in units
    ]
    agency = Agency(1, "cempaka", "Kecamatan Cempaka", None, None, AgencyKind.DISTRICT)
    city = Catalogue.of(TODAY, agencies=[agency], units=units, services=[], desks=desks)

    with app.test_request_context("/"):
        options, _ = places_of(city)

    assert [each.label for each in options][1:] == [
        "Kecamatan Cempaka",
        "Kecamatan Cempaka - Loket Pelayanan, Kelurahan Mawar",
        "Kecamatan Cempaka - Loket Pelayanan, Kelurahan Kenari",
    ]
