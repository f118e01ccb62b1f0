"""Who answered, what they want, and officers in bands: once a year, and never a person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.organisation.places.catalogue import Agency, AgencyKind, Catalogue, Desk
from portal.publication.building.yearly import breakdown_of, officer_sample, yearly_sections
from portal.publication.disclosure_audit.tables import is_told
from portal.publication.exact_sums.inputs import YearlyCounts
from portal.publication.figures.city import City, city_of
from portal.publication.figures.documents import OfficerBands
from portal.rating.mixing.sum_queries import OfficerTallyRow, ProfileCount, ReasonCount
from portal.survey.elements import OFFICER_ELEMENTS, Element, LevelCounts


@pytest.fixture
def city() -> City:
    agency = Agency(1, "dinas", "Dinas", None, None, AgencyKind.DINAS)
    desk = Desk(1, "loket", "Loket", None, None, 1, None, frozenset())
    places: tuple[dict[int, object], ...] = ({1: agency}, {}, {}, {1: desk})
    codes: tuple[dict[str, object], ...] = ({"dinas": agency}, {}, {}, {"loket": desk})
    return city_of(Catalogue(date(2025, 12, 31), *places, *codes), name="Kota Uji")


def answers(officer: int, *levels: int, element: Element) -> OfficerTallyRow:
    return OfficerTallyRow("2025-06", officer, 1, element, LevelCounts(levels))


def staff(count: int, *levels: int, first: int = 1) -> list[OfficerTallyRow]:
    return [
        answers(officer, *levels, element=element)
        for officer in range(first, first + count)
        for element in OFFICER_ELEMENTS
    ]


@pytest.mark.slow
def test_shares_of_a_profile_are_rounded_and_small_cells_hidden_with_a_neighbour() -> None:
    found = breakdown_of("age", {"young": 4, "middle": 30, "old": 70}, year=2025)

    assert found.n == 105
    assert [(each.answer, each.percent, each.suppressed) for each in found.answers] == [
        ("young", None, "protects_another"),
        ("middle", None, "protects_another"),
        ("old", 65, None),
    ]


@pytest.mark.slow
@given(
    st.lists(st.integers(1, 200), min_size=2, max_size=8).filter(lambda counts: sum(counts) > 29)
)
def test_no_hidden_number_of_a_profile_is_told_while_anything_is_shown(counts: list[int]) -> None:
    answers = {f"answer-{place}": n for place, n in enumerate(counts)}

    found = breakdown_of("education", answers, year=2025)

    hidden = {each.answer for each in found.answers if each.percent is None}
    is_shown = len(hidden) < len(answers)
    assert not (is_shown and is_told("education", answers, hidden=hidden, least=30))
    assert all(each.percent is None or each.percent % 5 == 0 for each in found.answers)


@pytest.mark.slow
def test_a_hidden_answer_alone_among_shown_shares_is_told() -> None:
    answers = {"a": 2, "b": 14, "c": 15}

    assert is_told("education", answers, hidden={"a"}, least=30)
    assert not is_told("education", answers, hidden={"a", "b"}, least=30)


def test_a_profile_of_fewer_than_thirty_is_hidden_whole() -> None:
    found = breakdown_of("sex", {"female": 14, "male": 15}, year=2025)

    assert (found.n, found.answers, found.suppressed) == (None, (), "too_few")


def test_an_agency_gets_profile_and_wishes_of_the_year(city: City) -> None:
    yearly = YearlyCounts(
        2025,
        profile=(ProfileCount(1, 2025, "sex", "female", 60),),
        reasons=(ReasonCount(1, 2025, Element.TIME, 40),),
    )

    section = yearly_sections(city, yearly)["agencies/dinas"]

    assert [each.field for each in section.breakdowns] == ["sex", "reasons"]
    assert section.officers is None


def bands_of(city: City, rows: list[OfficerTallyRow]) -> OfficerBands:
    bands = yearly_sections(city, YearlyCounts(2025, officers=tuple(rows)))["city"].officers
    assert bands is not None
    return bands


def test_bands_of_the_city_are_shares_in_fives(city: City) -> None:
    rows = (
        staff(20, 0, 0, 27, 13)
        + staff(10, 0, 0, 0, 60, first=50)
        + staff(10, 0, 40, 20, 0, first=90)
    )

    bands = bands_of(city, rows)

    assert (bands.n, bands.suppressed) == (40, None)
    assert (bands.above_percent, bands.below_percent) == (25, 25)


def test_a_band_of_nine_officers_hides_them_all(city: City) -> None:
    rows = (
        staff(20, 0, 0, 27, 13)
        + staff(10, 0, 0, 0, 60, first=50)
        + staff(9, 0, 40, 20, 0, first=90)
    )

    assert bands_of(city, rows).suppressed == "few_members"


def test_bands_that_tell_everybodys_are_hidden(city: City) -> None:
    assert bands_of(city, staff(40, 0, 0, 20, 20)).suppressed == "few_members"


def test_a_band_of_more_than_nine_in_ten_officers_hides_them_all(city: City) -> None:
    """Of each of them it would be nearly certain in which band they are."""
    few = staff(10, 0, 0, 0, 60) + staff(10, 0, 60, 0, 0, first=20)

    assert bands_of(city, few + staff(170, 0, 0, 30, 30, first=50)).n == 190
    assert bands_of(city, few + staff(190, 0, 0, 30, 30, first=50)).suppressed == "few_members"


def test_officers_with_fewer_than_thirty_answers_do_not_count(city: City) -> None:
    rows = staff(19, 0, 0, 20, 20) + staff(10, 0, 0, 10, 19, first=50)

    assert bands_of(city, rows).suppressed == "few_members"


def test_an_officers_sample_counts_people_and_not_answers() -> None:
    sample = officer_sample([LevelCounts((0, 0, 10, 20)), LevelCounts((0, 0, 20, 10))])

    assert (sample.n, sample.mean) == (30, 3.5)
    assert 0.25 < sample.variance < 0.26
