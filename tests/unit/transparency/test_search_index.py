"""A page is found by words of its name, whatever their capitals and accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.organisation.places.search_index import MOST_RESULTS, SearchIndex, spelled
from portal.publication.figures.documents import PlaceKind
from portal.transparency.directory import PlaceEntry


def entry(
    name: str, *, code: str = "x", agency: str = "", unit: str = "", is_retired: bool = False
) -> PlaceEntry:
    return PlaceEntry(PlaceKind.DESK, code, name, agency, f"desks/{code}", is_retired, unit=unit)


ENTRIES = (
    entry("Loket 2 - Pendaftaran", code="disdukcapil-2", agency="Dinas Kependudukan"),
    entry("Akta Kelahiran", code="akta"),
    entry("Pendaftaran Pasien", code="rsud-1", agency="RSUD"),
    entry("Café Pelayanan", code="cafe"),
)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("pendaftaran", ["Pendaftaran Pasien", "Loket 2 - Pendaftaran"]),
        ("LOKET kependudukan", ["Loket 2 - Pendaftaran"]),
        ("disdukcapil-2", ["Loket 2 - Pendaftaran"]),
        ("cafe", ["Café Pelayanan"]),
        ("tidak ada", []),
        ("   ", []),
    ],
)
def test_finds_places_by_every_word(query: str, names: list[str]) -> None:
    assert [found.name for found in SearchIndex(ENTRIES).matching(query)] == names


PLACES = (
    entry("Puskesmas Melati", code="melati", agency="Dinas Kesehatan"),
    entry("Ijin Usaha Mikro", code="mikro", agency="Dinas Perizinan"),
    entry("Perizinan Berusaha", code="oss", agency="Dinas Perizinan"),
    entry("Rumah Sakit Umum", code="rsu"),
    entry("Loket Pelayanan", code="mawar-1", unit="Kelurahan Mawar", agency="Kecamatan Cempaka"),
    entry("Loket Pelayanan", code="kenari-1", unit="Kelurahan Kenari", agency="Kecamatan Cempaka"),
)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("puskemas", ["melati"]),
        ("PUSKESMAS  melati!", ["melati"]),
        ("izin usaha", ["mikro", "oss"]),
        ("usaha ijin", ["mikro", "oss"]),
        ("rumahsakit", ["rsu"]),
        ("umum, rumah sakit", ["rsu"]),
        ("pelayanan kelurahn mawar", ["mawar-1"]),
        ("kenari pelayanan", ["kenari-1"]),
        # Half of what was asked is better than nothing.
        ("ktp melati", ["melati"]),
        # A short word has too many that are alike.
        ("rsx", []),
        ("melatixyzabc", []),
    ],
)
def test_spelling_spacing_and_order_are_forgiven(query: str, codes: list[str]) -> None:
    assert [found.code for found in SearchIndex(PLACES).matching(query)] == codes


def test_what_fits_every_word_is_not_mixed_with_what_fits_half() -> None:
    found = SearchIndex(PLACES).matching("puskesmas melati")

    assert [each.code for each in found] == ["melati"]


@given(name=st.text(alphabet="abcdefghijklmnopqrstuvwxyzáéü -.'", min_size=1, max_size=40))
def test_whoever_types_a_name_finds_it(name: str) -> None:
    known = entry(name)

    found = SearchIndex((known,)).matching(name)

    assert found == (() if not spelled(name) else (known,))


def test_retired_places_come_last() -> None:
    places = (entry("Loket A", is_retired=True), entry("Loket B"))

    assert [found.name for found in SearchIndex(places).matching("loket")] == ["Loket B", "Loket A"]


def test_shows_no_more_than_a_page_of_results() -> None:
    many = [entry(f"Loket {number}") for number in range(MOST_RESULTS + 5)]

    assert len(SearchIndex(many).matching("loket")) == MOST_RESULTS


@given(query=st.text())
def test_any_query_is_answered_with_known_places(query: str) -> None:
    assert set(SearchIndex(ENTRIES).matching(query)) <= set(ENTRIES)


@pytest.mark.parametrize("query", ["puskesmas", "puskemas"])
def test_the_place_itself_stands_before_those_within_it(query: str) -> None:
    desks = [entry(f"Loket {n}", code=f"d{n}", unit="Puskesmas Melati") for n in range(3)]
    found = SearchIndex([*desks, entry("Puskesmas Melati", code="melati")]).matching(query)

    assert [each.code for each in found] == ["melati", "d0", "d1", "d2"]
