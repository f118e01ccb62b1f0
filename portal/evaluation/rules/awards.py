"""Awards: the jury's score and its error, finalists that cannot be told apart, and the lot."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from math import sqrt
from statistics import fmean, median, variance

from portal.evaluation.rules.exact import ExactNumber, exact

LEAST_JURORS = 3
LEAST_DEVIATION = 1.0
# Two-sided 95 % of the normal distribution.
QUANTILE = Fraction("1.959963984540054")


class NomineesUnclear(ValueError):
    """There are no nominees, a number appears twice, or a standard error is below 0."""


class JuryIncomplete(ValueError):
    """Fewer than three jurors, or one who did not give points to everybody on every criterion."""


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


@dataclass(frozen=True, slots=True)
class JuryScore:
    """What a jury gave one nominee, in points."""

    number: str
    score: Fraction
    standard_error: float


def jury_scores(points: dict[str, Sequence[Sequence[int]]]) -> tuple[JuryScore, ...]:
    """Return every nominee's score and its standard error, in the order of ``points``.

    score = sum over criteria of the jurors' median; standard error = s / sqrt(jurors), s the
    deviation between jurors' sums, pooled over all nominees and at least one point.

    :param points: by number of the nominee: one row a juror, one column a criterion; the same
        jurors and criteria for everybody.
    :raises NomineesUnclear: for no nominees.
    :raises JuryIncomplete: for fewer than three jurors, or points that are missing.

    Source: staff evaluation paper 9.12.
    """
    if not points:
        raise NomineesUnclear("no nominees")
    jurors = len(next(iter(points.values())))
    shapes = {tuple(len(row) for row in rows) for rows in points.values()}
    if jurors < LEAST_JURORS or len(shapes) > 1 or len(set(next(iter(shapes)))) != 1:
        raise JuryIncomplete(f"{jurors} jurors")
    pooled = fmean(variance([sum(row) for row in rows]) for rows in points.values())
    error = max(sqrt(pooled), LEAST_DEVIATION) / sqrt(jurors)
    return tuple(JuryScore(number, _sum_of_medians(rows), error) for number, rows in points.items())


def _sum_of_medians(rows: Sequence[Sequence[int]]) -> Fraction:
    criteria = zip(*rows, strict=True)
    return sum((Fraction(median(map(Fraction, given))) for given in criteria), Fraction())


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


def lot(seed: str, number: str) -> str:
    """Return the SHA-256 of seed, colon and number in hexadecimal; the lowest wins.

    Numbers are frozen before the seed exists: in the other order whoever gives out the numbers
    can choose the winner.
    """
    return sha256(f"{seed}:{number}".encode()).hexdigest()


def numbers_digest(numbers: Sequence[str]) -> str:
    """Return the SHA-256 of all nominees' numbers, one a line, sorted, in hexadecimal.

    :raises NomineesUnclear: when a number appears twice or holds a line break.
    """
    if len(set(numbers)) != len(numbers) or any(len(text.splitlines()) != 1 for text in numbers):
        raise NomineesUnclear("numbers are not told apart")
    return sha256("\n".join(sorted(numbers)).encode()).hexdigest()


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
