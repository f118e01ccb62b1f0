"""A reader of how answers spread over the levels: agencies beside their city, in whole numbers.

From the JSON alone, and sharing no reading with the portal: what the shares of the city and of
other agencies leave for an agency that shows none. Means tell something of levels, too; what is
held against shares is what they tell beyond the means.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.optimize import Bounds, milp

from portal.organisation.places.catalogue import Catalogue
from portal.publication.figures.disclosure_rules import VERIFIED_CHANNELS
from portal.survey.elements import Element
from tests.attack_solving import Row, limits
from tests.factories.released_city import Rating

Json = dict[str, Any]
LEVELS = (1, 2, 3, 4)
SHARED = {"1-2": (1, 2), "3": (3,), "4": (4,)}
LEAST_WIDTH, SMALL, FEW = 5, (1, 9), 10
HALF_N, MEAN_FROM, SHARES_FROM = 2, 30, 250
MOST = 10_000
CITY = "city"


@dataclass(frozen=True)
class ToldSpread:
    """Answers of an agency at some levels, known too closely: both ends, and before."""

    address: str
    element: str
    levels: str
    ends: tuple[int, int]
    by_means: tuple[int, int]


class SpreadReader:
    """One month of documents by address, and one element."""

    def __init__(
        self, documents: dict[str, Json], element: str, *, truth: Mapping[tuple[str, int], int]
    ) -> None:
        """Take what is public; the truth says only which numbers are below ten.

        :param truth: verified answers to the element by agency (address) and level.
        """
        self.element = element
        self.truth = truth
        self.city = documents[CITY]
        self.agencies = {
            address: document
            for address, document in sorted(documents.items())
            if address.startswith("agencies/")
        }

    def told(self) -> Iterator[ToldSpread]:
        """Give what the shares tell of agencies that show none, closer than means do."""
        for address, document in self.agencies.items():
            if not self.is_of_the_city(document) or self.shares(document):
                continue
            for name, levels in SHARED.items():
                ends = self.ends(address, name, has_shares=True)
                truth = sum(self.truth[address, level] for level in levels)
                assert ends[0] <= truth <= ends[1], (address, name, ends, truth)
                if not is_close(ends, truth=truth):
                    continue
                before = self.ends(address, name, has_shares=False)
                if ends != before:
                    yield ToldSpread(address, self.element, name, ends, before)

    def ends(self, address: str, levels: str, *, has_shares: bool) -> tuple[int, int]:
        """Return the lowest and highest number of answers of an agency at some levels."""
        rows = [*self.rows_of_means, *(self.rows_of_shares if has_shares else ())]
        width = len(LEVELS) * len(self.agencies)
        goal = np.zeros(width)
        goal[[self.at(address, level) for level in SHARED[levels]]] = 1
        found = []
        for sign in (1, -1):
            solved = milp(
                sign * goal,
                constraints=limits(rows, width=width),
                bounds=Bounds(0, MOST),
                integrality=np.ones(width),
            )
            assert solved.success, solved.message
            found.append(sign * round(float(solved.fun)))
        return found[0], found[1]

    def at(self, address: str, level: int) -> int:
        """Return the unknown of an agency's answers at a level."""
        return list(self.agencies).index(address) * len(LEVELS) + level - 1

    def is_of_the_city(self, document: Json) -> bool:
        """Whether a headline counts the same months and channels as the city's, and has any."""
        ours, theirs = document["headline"], self.city["headline"]
        is_same = ours["period"] == theirs["period"]
        nobody = ("not_measured", "no_visits", "excluded")
        return is_same and ours["suppressed"] not in nobody and theirs["n"] is not None

    @cached_property
    def rows_of_means(self) -> list[Row]:
        """What numbers and means of the element say, of the city and of each agency."""
        rows = [*self.by_mean(self.city, tuple(self.agencies))]
        for address, document in self.agencies.items():
            rows += self.by_mean(document, (address,))
        return rows

    @cached_property
    def rows_of_shares(self) -> list[Row]:
        """What the shares say, and that an agency of 250 answers or more may show none."""
        rows = [*self.by_shares(self.city, tuple(self.agencies))]
        for address, document in self.agencies.items():
            rows += self.by_shares(document, (address,))
        return rows

    def by_mean(self, document: Json, addresses: tuple[str, ...]) -> Iterator[Row]:
        """Give what an element's figure says of the sum of its answers."""
        figure, headline = self.figure(document), document["headline"]
        everybody = self.weights(addresses, dict.fromkeys(LEVELS, 1.0))
        if headline["suppressed"] in ("not_measured", "no_visits", "excluded"):
            yield Row(everybody, 0, 0)
        elif headline["suppressed"] == "too_few" or (headline["n"] and not headline["verified"]):
            yield Row(everybody, 0, MEAN_FROM - 1)
        elif headline["n"]:
            yield Row(everybody, 0, headline["n"] + HALF_N)
        if figure is None or not headline["verified"]:
            return
        lower, upper = figure["n"] - HALF_N, figure["n"] + HALF_N
        yield Row(everybody, max(lower, MEAN_FROM), upper)
        low, high = figure["value"] - figure["step"] / 2, figure["value"] + figure["step"] / 2
        yield Row(self.weights(addresses, {x: 25 * x - low for x in LEVELS}), 0, np.inf)
        yield Row(self.weights(addresses, {x: high - 25 * x for x in LEVELS}), 0, np.inf)
        if figure["grade"]:
            low, high = figure["grade"]["lower"], figure["grade"]["upper"] + 0.01
            yield Row(self.weights(addresses, {x: 25 * x - low for x in LEVELS}), 0, np.inf)
            yield Row(self.weights(addresses, {x: high - 25 * x for x in LEVELS}), 0, np.inf)

    def by_shares(self, document: Json, addresses: tuple[str, ...]) -> Iterator[Row]:
        """Give what shares say; each group that is shown holds ten or more."""
        for share in self.shares(document):
            chosen = SHARED[share["levels"]]
            here = {x: 100.0 * (x in chosen) for x in LEVELS}
            low, high = share["percent"] - 0.5, share["percent"] + 0.5
            yield Row(self.weights(addresses, {x: here[x] - low for x in LEVELS}), 0, np.inf)
            yield Row(self.weights(addresses, {x: high - here[x] for x in LEVELS}), 0, np.inf)
            yield Row(self.weights(addresses, dict.fromkeys(chosen, 1.0)), FEW, np.inf)

    def weights(self, addresses: tuple[str, ...], of: dict[int, float]) -> dict[int, float]:
        """Return weights of levels over the unknowns of some agencies."""
        return {self.at(each, level): w for each in addresses for level, w in of.items() if w}

    def figure(self, document: Json) -> Json | None:
        """Return the element's shown figure of the city's time, if there is one."""
        if not self.is_of_the_city(document):
            return None
        found = next(each for each in document["elements"] if each["element"] == self.element)
        figure: Json = found["figure"]
        return figure if figure["n"] is not None else None

    def shares(self, document: Json) -> list[Json]:
        """Return the element's shares of the city's time; none where they are hidden."""
        if not self.is_of_the_city(document) or not document["headline"]["verified"]:
            return []
        found = (e for e in document["distributions"] if e["element"] == self.element)
        return [share for each in found for share in each["shares"] or ()]


def truth_of(
    ratings: Iterable[Rating], catalogue: Catalogue, element: Element
) -> Counter[tuple[str, int]]:
    """Return the verified answers to an element by agency (address) and level."""
    return Counter(
        (f"agencies/dinas-{catalogue.desks[each.desk].agency_id}", each.answers[element])
        for each in ratings
        if each.channel in VERIFIED_CHANNELS and element in each.answers
    )


def is_close(ends: tuple[int, int], *, truth: int) -> bool:
    """Whether fewer than five lie between both ends, or a few are told from none or from ten."""
    lower, upper = ends
    return upper - lower < LEAST_WIDTH or (truth < FEW and (lower > SMALL[0] or upper < SMALL[1]))
