"""An adjusted figure rests on shares so coarse that it does not tell how many came for what."""

from portal.publication.building.measures import in_quarters


def test_seven_of_thirty_ratings_more_or_less_are_the_same_quarters() -> None:
    same = [n for n in range(31) if in_quarters({"ktp": n, "kk": 30 - n}) == {"ktp": 2, "kk": 2}]

    assert len(same) >= 7


def test_a_service_without_a_quarter_takes_no_part() -> None:
    assert in_quarters({"ktp": 90, "kk": 5}) == {"ktp": 4}
    assert in_quarters({}) == {}
