"""One full name of a place, from inside out, that says nothing twice."""

import pytest

from portal.organisation.places.catalogue import full_name


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (
            ("Loket 1", "Kelurahan Mawar", "Kecamatan Cempaka"),
            "Loket 1, Kelurahan Mawar, Kecamatan Cempaka",
        ),
        (("Loket 1", "", "RSUD"), "Loket 1, RSUD"),
        (
            ("Loket 1 Puskesmas  melati", "Puskesmas Melati", "Dinas Kesehatan"),
            "Loket 1 Puskesmas  melati, Dinas Kesehatan",
        ),
        # Only whole words are said already.
        (("Loket Mawarsari", "Mawar"), "Loket Mawarsari, Mawar"),
        (("RSUD",), "RSUD"),
    ],
)
def test_names_are_joined_from_inside_out(parts: tuple[str, ...], name: str) -> None:
    assert full_name(*parts) == name
