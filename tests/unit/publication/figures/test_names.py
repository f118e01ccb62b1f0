"""Documents name a desk with its unit, so that twins are told apart wherever they are listed."""

from datetime import date

from portal.organisation.places.catalogue import Agency, AgencyKind, Catalogue, Desk, Unit
from portal.publication.figures.city import city_of

AGENCY = Agency(1, "kec", "Kecamatan Timur", None, None, kind=AgencyKind.DISTRICT)
UNITS = [
    Unit(number, f"kel-{number}", f"Kelurahan {name}", None, None, agency_id=1)
    for number, name in ((1, "Mawar"), (2, "Melati"))
]
DESKS = [
    Desk(
        number,
        f"loket-{number}",
        "Loket Pelayanan",
        None,
        None,
        agency_id=1,
        unit_id=number,
        service_ids=frozenset(),
    )
    for number in (1, 2)
]


def test_two_desks_of_one_name_are_told_apart_in_documents() -> None:
    catalogue = Catalogue.of(
        date(2026, 11, 1), agencies=[AGENCY], units=UNITS, services=[], desks=DESKS
    )

    places = city_of(catalogue, name="Kota").places

    assert [places[f"desks/loket-{number}"].name for number in (1, 2)] == [
        "Loket Pelayanan, Kelurahan Mawar",
        "Loket Pelayanan, Kelurahan Melati",
    ]
    assert places["units/kel-1"].name == "Kelurahan Mawar"
