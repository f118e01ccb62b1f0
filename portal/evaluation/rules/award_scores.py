"""Scores of a jury: each nominee's, and its standard error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import fmean, median, variance

LEAST_JURORS = 3
LEAST_DEVIATION = 1.0


class JuryIncomplete(ValueError):
    """Fewer than three jurors, or one who did not give points to everybody on every criterion."""


@dataclass(frozen=True, slots=True)
class JuryScore:
    """What a jury gave one nominee, in points."""

    number: str
    score: Fraction
    standard_error: float


def jury_scores(points: Mapping[str, Sequence[Sequence[int]]]) -> tuple[JuryScore, ...]:
    """Return every nominee's score and its standard error, in the order of ``points``.

    score = sum over criteria of the jurors' median; standard error = s / sqrt(jurors), s the
    deviation between jurors' sums, pooled over all nominees and at least one point.

    :param points: by number of the nominee: one row a juror, one column a criterion; the same
        jurors and criteria for everybody.
    :raises JuryIncomplete: for no nominees, fewer than three jurors, or points that are missing.

    Source: staff evaluation paper 9.12.
    """
    if not points:
        raise JuryIncomplete("no nominees")
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
