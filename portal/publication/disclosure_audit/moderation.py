"""Whether the published numbers of comments disclose one that is not published."""

from collections.abc import Iterator, Mapping

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from portal.disclosure.figures import Constraint
from portal.disclosure.shares import moderation_constraints
from portal.publication.figures.disclosure_rules import LEAST_SHOWN, rounded_count
from portal.publication.figures.documents import CITY_ADDRESS
from portal.publication.figures.known_figures import LEAST_WIDTH

MOST = 1_000_000


def is_told(cells: Mapping[str, int], *, shown: Mapping[str, int]) -> bool:
    """Return whether a number that is not said can be told within 5, or below ten not as 1 to 9.

    Of an agency without any comment the same is asked as of one with a few: else whoever knows
    the rule would tell one from the other.

    :param cells: comments by the agency's address; the city has them all.
    :param shown: the numbers that are said, by address.
    """
    hidden = [address for address in cells if address not in shown]
    if not hidden:
        return False
    agencies = list(cells)
    limits = _limits(_said(shown), agencies=agencies)
    # What is said of all that are hidden is the same, so that one of them stands for each.
    place = agencies.index(hidden[0])
    lower, upper = (
        _extreme(limits, place=place, width=len(agencies), sign=sign) for sign in (1, -1)
    )
    return upper - lower < LEAST_WIDTH or lower > 1 or upper < LEAST_SHOWN - 1


def _said(shown: Mapping[str, int]) -> Iterator[Constraint]:
    for address, n in shown.items():
        count = {"outcome": "published", "reason": None, "n": rounded_count(n)}
        yield from moderation_constraints({"period": "", "counts": [count]}, address)


def _limits(said: Iterator[Constraint], *, agencies: list[str]) -> list[LinearConstraint]:
    return [
        LinearConstraint(
            [each.count.addresses[0] in (address, CITY_ADDRESS) for address in agencies],
            each.lower,
            np.inf if each.upper is None else each.upper,
        )
        for each in said
    ]


def _extreme(limits: list[LinearConstraint], *, place: int, width: int, sign: int) -> int:
    """Return the lowest (sign 1) or highest (sign -1) number of one agency."""
    goal = np.zeros(width)
    goal[place] = sign
    found = milp(goal, constraints=limits, integrality=np.ones(width), bounds=Bounds(0, MOST))
    return round(sign * float(found.fun))
