"""Awards: finalists that cannot be told apart, and who is proposed for each place."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from portal.evaluation.rules.award_lots import lot
from portal.evaluation.rules.exact import ExactNumber, exact

LEAST_LISTED = 9
# An unnamed winner's agency is said from so many eligible people there.
LEAST_ELIGIBLE_TO_NAME_AGENCY = 20
# Two-sided 95 % of the normal distribution.
QUANTILE = Fraction("1.959963984540054")


class NomineesUnclear(ValueError):
    """There are no nominees, a number appears twice, or a standard error is below 0."""


@dataclass(frozen=True, slots=True)
class Nominee:
    """A nominee when the jury is done.

    :ivar number: frozen and published as a digest before the seed exists.
    :ivar score: sum over criteria of the jurors' median points.
    :ivar standard_error: of the score, in points.
    :ivar work_result: verified, percent, unrounded.
    """

    number: str
    score: ExactNumber
    standard_error: ExactNumber
    work_result: ExactNumber


def finalists(nominees: Sequence[Nominee]) -> tuple[Nominee, ...]:
    """Return everybody whose score cannot be told from the highest one, in the order given.

    That is a difference of at most 1.96 standard errors of the difference.

    :raises NomineesUnclear: for no nominees, a number twice or a standard error below 0.

    Source: Goldstein and Spiegelhalter (1996); Mogstad et al. (2024) on inference for ranks.
    """
    _check(nominees)
    top = min(nominees, key=lambda nominee: (-exact(nominee.score), _by_number(nominee)))
    return tuple(nominee for nominee in nominees if _is_tied(nominee, top))


def in_order(nominees: Sequence[Nominee], *, seed: str) -> tuple[Nominee, ...]:
    """Return the finalists, first the one who is proposed.

    Among them the higher verified work result decides, then the lower lot; never seniority,
    sex or name.

    :param seed: of a named public event after the numbers' digest was published.
    :raises NomineesUnclear: as ``finalists``.
    """
    return tuple(
        sorted(
            finalists(nominees),
            key=lambda nominee: (-exact(nominee.work_result), lot(seed, nominee.number)),
        )
    )


def proposed(nominees: Sequence[Nominee], *, seed: str, places: int) -> tuple[Nominee, ...]:
    """Return who is proposed for each place, the first place first; fewer where nobody is left.

    Each place is settled as the first one is, among those who have none yet.

    :param places: how many awards the scheme gives, 1 or more.
    :raises NomineesUnclear: as ``finalists``.
    """
    left, found = list(nominees), list[Nominee]()
    while left and len(found) < places:
        first = in_order(left, seed=seed)[0]
        found.append(first)
        left.remove(first)
    return tuple(found)


def _check(nominees: Sequence[Nominee]) -> None:
    numbers = {nominee.number for nominee in nominees}
    has_impossible_error = any(exact(nominee.standard_error) < 0 for nominee in nominees)
    if not nominees or len(numbers) != len(nominees) or has_impossible_error:
        raise NomineesUnclear(f"{len(nominees)} nominees, {len(numbers)} numbers")


def _by_number(nominee: Nominee) -> tuple[int, str]:
    return len(nominee.number), nominee.number


def _is_tied(nominee: Nominee, top: Nominee) -> bool:
    difference = exact(top.score) - exact(nominee.score)
    error = exact(top.standard_error) ** 2 + exact(nominee.standard_error) ** 2
    # Squared on both sides, so that nothing is rounded.
    return difference**2 <= QUANTILE**2 * error
