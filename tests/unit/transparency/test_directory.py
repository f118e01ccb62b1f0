"""A page is found by words of its name, whatever their capitals and accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publication.figures.documents import PlaceKind
from portal.transparency.directory import MOST_RESULTS, Entry, matching


def entry(name: str, *, code: str = "x", agency: str = "", is_retired: bool = False) -> Entry:
    return Entry(PlaceKind.DESK, code, name, agency, f"desks/{code}", is_retired)


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
    assert [found.name for found in matching(ENTRIES, query)] == names


def test_retired_places_come_last() -> None:
    places = (entry("Loket A", is_retired=True), entry("Loket B"))

    assert [found.name for found in matching(places, "loket")] == ["Loket B", "Loket A"]


def test_shows_no_more_than_a_page_of_results() -> None:
    many = [entry(f"Loket {number}") for number in range(MOST_RESULTS + 5)]

    assert len(matching(many, "loket")) == MOST_RESULTS


@given(query=st.text())
def test_any_query_is_answered_with_known_places(query: str) -> None:
    assert set(matching(ENTRIES, query)) <= set(ENTRIES)
