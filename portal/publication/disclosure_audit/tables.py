"""Whether a yearly table of shares discloses one of its hidden numbers, in whole numbers."""

from collections.abc import Collection, Iterator, Mapping

import numpy as np
from scipy.optimize import LinearConstraint, milp

from portal.disclosure.figures import Constraint, Rules
from portal.disclosure.shares import breakdown_constraints
from portal.publication.figures.disclosure_rules import LEAST_SHOWN, percent_in_fives, rounded_count
from portal.publication.figures.figures import Reason
from portal.publication.figures.known_figures import LEAST_WIDTH

ADDRESS = "agencies/table"


def is_told(field: str, answers: Mapping[str, int], *, hidden: Collection[str], least: int) -> bool:
    """Return whether a hidden number above 0 can be told within 5, or below ten not as 1 to 9.

    :param answers: respondents by answer; together they are the whole of the table.
    :param hidden: the answers whose share is not shown.
    :param least: respondents that a table needs.
    """
    total = sum(answers.values())
    table = {
        "field": field,
        "year": 0,
        "n": rounded_count(total),
        "answers": [
            {
                "answer": answer,
                "percent": None if answer in hidden else percent_in_fives(n, total),
                "suppressed": Reason.PROTECTS_ANOTHER if answer in hidden else None,
            }
            for answer, n in answers.items()
        ],
    }
    said = breakdown_constraints(table, ADDRESS, rules=Rules(least_mean=least))
    limits = _limits(list(said), answers=list(answers))
    return any(
        _is_close(limits, place=place, n=n, width=len(answers))
        for place, (answer, n) in enumerate(answers.items())
        if n and answer in hidden
    )


def _limits(said: list[Constraint], *, answers: list[str]) -> LinearConstraint:
    rows = np.array([list(_weights(each, answers)) for each in said], dtype=float)
    upper = [np.inf if each.upper is None else float(each.upper) for each in said]
    return LinearConstraint(rows, [float(each.lower) for each in said], upper)


def _weights(said: Constraint, answers: list[str]) -> Iterator[int]:
    """Give the weight of each answer's number; the whole is the sum of them all."""
    for answer in answers:
        yield sum(weight for count, weight in said.terms if count.cell in ("", answer))


def _is_close(limits: LinearConstraint, *, place: int, n: int, width: int) -> bool:
    lower = _extreme(limits, place=place, width=width, sign=1)
    upper = _extreme(limits, place=place, width=width, sign=-1)
    is_away_from_few = n < LEAST_SHOWN and (lower > 1 or upper < LEAST_SHOWN - 1)
    return upper - lower < LEAST_WIDTH or is_away_from_few


def _extreme(limits: LinearConstraint, *, place: int, width: int, sign: int) -> float:
    """Return the lowest (sign 1) or highest (sign -1) whole number of one answer."""
    goal = np.zeros(width)
    goal[place] = sign
    found = milp(goal, constraints=limits, integrality=np.ones(width))
    return float(sign * round(found.fun)) if found.success else -sign * float("inf")
