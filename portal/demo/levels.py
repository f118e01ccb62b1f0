"""How answers spread in the made-up city: means, shares, and how they hang together."""

import math
from collections.abc import Mapping
from statistics import NormalDist

from portal.survey.elements import ELEMENTS, HIGHEST_LEVEL, LEVELS, Element

# Usual levels: NRR 3.3 to 3.9, cost highest, facilities, procedure and time weakest.
MEANS: Mapping[Element, float] = {
    Element.REQUIREMENTS: 3.45,
    Element.PROCEDURE: 3.36,
    Element.TIME: 3.34,
    Element.COST: 3.86,
    Element.PRODUCT: 3.43,
    Element.COMPETENCE: 3.49,
    Element.CONDUCT: 3.55,
    Element.COMPLAINTS: 3.58,
    Element.FACILITIES: 3.32,
}
# Spread of an opinion in levels before it is put on one of the four.
OPINION_SD = 0.62

# Shares of an opinion's variance. What remains is the single answer. The share of places makes
# an intraclass correlation of about .05 in the mean of nine answers.
PLACE_SHARE = 0.027
PERSON_SHARE = 0.45
ANSWER_SHARE = 1 - PLACE_SHARE - PERSON_SHARE
OFFICER_SD = 0.15

# Calm months are rated better than crowded ones, in standard deviations; January is 1.
SEASON = (-0.10, 0.02, 0.05, 0.08, 0.02, -0.06, -0.12, -0.02, 0.02, 0.0, 0.04, 0.10)
YEARLY_GAIN = 0.05


def mean_level(centre: float) -> float:
    """Return the mean of answers whose opinions spread around ``centre``, in levels."""
    beyond = (1 - NormalDist().cdf((cut - centre) / OPINION_SD) for cut in _borders())
    return 1 + sum(beyond)


def _borders() -> tuple[float, ...]:
    """Return the opinions at which one level ends and the next begins."""
    return tuple(level + 0.5 for level in LEVELS if level != HIGHEST_LEVEL)


def centre_for(mean: float) -> float:
    """Return the centre of opinions whose answers have ``mean``, found by halving."""
    low, high = 0.0, 8.0
    while not math.isclose(low, high, abs_tol=1e-9):
        middle = (low + high) / 2
        low, high = (middle, high) if mean_level(middle) < mean else (low, middle)
    return low


def cuts() -> list[list[float]]:
    """Return, for each element in the survey's order, three cuts of a standard normal opinion."""
    centres = [centre_for(MEANS[element]) for element in ELEMENTS]
    return [[(border - centre) / OPINION_SD for border in _borders()] for centre in centres]
