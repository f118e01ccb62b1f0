"""A reader adds and subtracts every published sum: quarters, months, parents and children.

Written anew from the JSON and the structure of the city, it shares no code with what it checks.
Shown figures are taken to be known exactly, which grants more than their rounding does.
"""

import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from portal.publication.building import longer_deciding as deciding
from portal.publication.building import longer_restoring as restoring
from tests.factories.released_city import Rating, ReleasedCity, released_city

pytestmark = pytest.mark.slow

GROUPS = {"verified": ("ticket", "presence"), "open": ("open",)}
BUSY = (2, 5, 8, 15, 25, 40, 70)
Place = tuple[str, str]


def months_of(period: str) -> list[str]:
    first, _, last = period.partition("/")
    numbers = range(int(first[5:]), int((last or first)[5:]) + 1)
    return [f"{first[:4]}-{number:02d}" for number in numbers]


class Calculator:
    """Every published sum as a row over (month, desk, service, group)."""

    def __init__(self, city: ReleasedCity) -> None:
        self.city = city
        self.months = sorted(city.documents)
        # Where nobody rated is known or easily guessed.
        rated = {(each.month, each.desk, each.service, group_of(each)) for each in city.ratings}
        self.columns = {
            key: at
            for at, key in enumerate(
                (month, desk.id, service, group)
                for month in self.months
                for desk in city.catalogue.desks.values()
                for service in sorted(desk.service_ids)
                for group in GROUPS
                if (month, desk.id, service, group) in rated
            )
        }
        self.monthly = [self.row(*each) for each in self.shown(longer=False)]
        self.all = self.monthly + [self.row(*each) for each in self.shown(longer=True)]

    def shown(self, *, longer: bool) -> Iterator[tuple[str, list[str], list[str]]]:
        for month in self.months:
            for address, document in self.city.documents[month].items():
                if "headline" in document:
                    said = (
                        [(each["figure"], each["open"]) for each in document["closed"]]
                        if longer
                        else [(document["headline"], document["open"])]
                    )
                    for figure in (each for pair in said for each in pair if each):
                        if figure["n"] is not None:
                            yield address, months_of(figure["period"]), groups_of(figure)

    def row(self, address: str, months: list[str], groups: list[str]) -> Any:
        found = np.zeros(len(self.columns))
        for (month, desk, service, group), at in self.columns.items():
            if month in months and group in groups and self.holds(address, desk, service):
                found[at] = 1
        return found

    def holds(self, address: str, desk_id: int, service_id: int) -> bool:
        kind, _, code = address.partition("/")
        catalogue = self.city.catalogue
        desk = catalogue.desks[desk_id]
        unit = catalogue.units[desk.unit_id].code if desk.unit_id else None
        return {
            "city": True,
            "agencies": catalogue.agencies[desk.agency_id].code == code,
            "units": unit == code,
            "desks": desk.code == code,
            "services": catalogue.services[service_id].code == code,
        }[kind]

    def batch(self, row: Any) -> list[Rating]:
        """Return the ratings that a row adds up."""
        return [
            each
            for each in self.city.ratings
            if row[self.columns[each.month, each.desk, each.service, group_of(each)]]
        ]

    def hidden(self) -> Iterator[tuple[Place, Any]]:
        """Give the sums of few ratings, or from desks of fewer than three officers."""
        addresses = [each for each in self.city.documents[self.months[-1]] if self.is_place(each)]
        for address in addresses:
            for at, first in enumerate(self.months):
                for last in self.months[at:]:
                    months = [month for month in self.months if first <= month <= last]
                    for groups in (["verified"], ["open"], list(GROUPS)):
                        row = self.row(address, months, groups)
                        if self.must_hide(self.batch(row)):
                            yield (address, f"{first}/{last} {groups}"), row

    def is_place(self, address: str) -> bool:
        return "headline" in self.city.documents[self.months[-1]][address]

    def must_hide(self, batch: list[Rating]) -> bool:
        officers = {each for rating in batch for each in self.city.postings[rating.desk]}
        return 0 < len(batch) < 10 or (bool(batch) and len(officers) < 3)

    def told(self) -> set[Place]:
        """Return the hidden sums that follow with longer figures and not from months alone."""
        return {
            name
            for name, row in self.hidden()
            if is_within(self.all, row) and not is_within(self.monthly, row)
        }


def is_within(rows: list[Any], sought: Any) -> bool:
    known = np.array(rows)
    if not len(known):
        return False
    rank = np.linalg.matrix_rank
    return bool(rank(known) == rank(np.vstack([known, sought])))


def groups_of(figure: dict[str, Any]) -> list[str]:
    return [name for name, channels in GROUPS.items() if set(channels) & set(figure["channels"])]


def group_of(rating: Rating) -> str:
    return "open" if rating.channel == "open" else "verified"


def city_of(seed: int, *, desks: int, busy: tuple[int, ...]) -> ReleasedCity:
    return released_city(random.Random(seed), months=3, agencies=1, desks=desks, busy=busy)


# A failing city is small enough as it is; looking for a smaller one takes minutes.
@settings(max_examples=6, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    st.integers(0, 2**16),
    st.integers(2, 4),
    st.lists(st.sampled_from(BUSY), min_size=2, max_size=4).map(tuple),
)
def test_no_few_peoples_sum_follows(seed: int, desks: int, busy: tuple[int, ...]) -> None:
    assert Calculator(city_of(seed, desks=desks, busy=busy)).told() == set()


def test_the_same_reader_finds_them_without_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "told_sums", lambda *_, **__: [])

    # Nor is anything looked at that is shown again.
    monkeypatch.setattr(restoring, "told_sums", lambda *_, **__: [])

    found = [Calculator(city_of(seed, desks=4, busy=BUSY)).told() for seed in range(4)]

    assert any(found)


def test_the_same_reader_finds_what_is_shown_again_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restoring, "_is_safe", lambda *_, **__: True)

    found = [Calculator(city_of(seed, desks=4, busy=BUSY)).told() for seed in range(4)]

    assert any(found)
