"""A city mixed in tens whose December says who answered in the year."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from portal.disclosure.figures import ALL, RATINGS, Constraint, Count
from portal.publication.exact_sums.inputs import ReleaseInputs, YearlyCounts
from portal.rating.mixing.sum_queries import ProfileCount
from tests.factories.mixed_city import Enrich, MixedCity

YEAR = 2026
PERIOD = f"{YEAR}-01/{YEAR}-12"


def says_who_answered(*, left_out: int) -> Enrich:
    """Return what lets all but so many of an agency's people say their sex.

    :param left_out: how many of each agency say nothing about themselves.
    """

    def enrich(city: MixedCity, inputs: ReleaseInputs) -> ReleaseInputs:
        if not inputs.period.endswith("-12"):
            return inputs
        people = Counter[int]()
        for row in city.tallies:
            people[row.agency_id] += row.respondents
        profile = tuple(
            ProfileCount(agency, YEAR, "sex", answer, n)
            for agency, everybody in people.items()
            for answer, n in _parted(everybody - left_out)
        )
        return replace(inputs, yearly=YearlyCounts(YEAR, profile=profile))

    return enrich


def _parted(n: int) -> Iterator[tuple[str, int]]:
    if n > 0:
        yield "female", n - n // 2
        yield "male", n // 2


def told_by_profiles(city: MixedCity, *, is_exact: bool = False) -> Iterator[Constraint]:
    """Give that as many people rated at an agency in the year as say who they are.

    Nobody filled in paper, and nobody's answer of the year before was still waiting.

    :param is_exact: whether the table said so of everybody, and to the person: a leak.
    """
    people = Counter[str]()
    for row in city.tallies:
        people[f"agencies/{city.catalogue.agencies[row.agency_id].code}"] += row.respondents
    for address, document in city.documents[f"{YEAR}-12"].items():
        for each in document.get("breakdowns", ()):
            if each["n"] is not None:
                exact = (people[address], people[address])
                ends = exact if is_exact else (each["n"] - 2, None)
                count = Count((address,), PERIOD, ALL, RATINGS)
                yield Constraint.on(count, ends, source=f"{address}: profile")
