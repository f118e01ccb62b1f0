"""How many of a city's figures are shown, as somebody counts who also knows what is hidden."""

import statistics
from collections import defaultdict
from dataclasses import dataclass

from tests.factories.mixed_city import MixedCity, Plan

# 5,000 ratings in eight months at 60 desks, and a city with ten times as many.
SMALL = Plan(1, agencies=6, desks=10, months=8, demands=(1, 2, 4, 7, 12, 20, 30))
LARGE = Plan(2, agencies=6, desks=10, months=8, demands=(10, 25, 50, 90, 140, 200, 300))


@dataclass(frozen=True)
class Usefulness:
    """Shares of 0 to 1, of the months in which somebody rated there."""

    desks: float
    services: float
    median_desk: float
    ratings: int


def usefulness_of(city: MixedCity) -> Usefulness:
    """Return how many desk-months and service-months with a rating have a figure."""
    rated = {
        (cell.month, f"desks/{city.catalogue.desks[cell.desk].code}")
        for cell in city.counts
        if cell.desk
    }
    rated |= {
        (cell.month, f"services/{city.catalogue.services[cell.service].code}")
        for cell in city.counts
        if cell.service
    }
    shown: defaultdict[str, list[bool]] = defaultdict(list)
    for month, address in sorted(rated):
        headline = city.documents[month][address]["headline"]
        shown[address].append(headline["value"] is not None)

    def share(folder: str) -> float:
        every = [each for address in shown if address.startswith(folder) for each in shown[address]]
        return round(statistics.mean(every), 3)

    by_desk = [statistics.mean(each) for address, each in shown.items() if "desks/" in address]
    return Usefulness(
        desks=share("desks/"),
        services=share("services/"),
        median_desk=round(statistics.median(by_desk), 3),
        ratings=sum(city.counts.values()),
    )
