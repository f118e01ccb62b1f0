"""Weights of several parts; a missing part is left out and named."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from portal.evaluation.rules.exact import ExactNumber, exact

LEAST_SHARE = Fraction(1, 2)


class PartMisdescribed(ValueError):
    """A part has a value and a reason for having none, or neither; or its weight is below 0."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a weighted mean.

    :ivar key: unique among the parts of one mean.
    :ivar weight: nominal, 0 or more, in any unit that all parts share.
    :ivar value: on the scale that all parts share; None where it is missing.
    :ivar missing_because: why it is missing, as a key that a page explains; None where it is not.
    :raises PartMisdescribed: when value and reason do not fit, or the weight is below 0.
    """

    key: str
    weight: ExactNumber
    value: ExactNumber | None
    missing_because: str | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.missing_because is None) or exact(self.weight) < 0:
            raise PartMisdescribed(f"{self.key}: {self.value}, {self.missing_because!r}")


@dataclass(frozen=True, slots=True)
class LeftOutPart:
    """A part that did not count, its nominal weight and why."""

    key: str
    weight: Fraction
    because: str


@dataclass(frozen=True, slots=True)
class WeightedMean:
    """What several parts give together.

    :ivar score: exact, unrounded; None where too little is left.
    :ivar weights: shares used by part, summing to 1, 0 for what was left out; None without score.
    :ivar left_out: in the order of the parts.
    """

    score: Fraction | None
    weights: Mapping[str, Fraction] | None
    left_out: tuple[LeftOutPart, ...]


def weighted_mean_of(
    parts: Sequence[Part],
    *,
    required: Collection[str] = (),
    least_share: ExactNumber = LEAST_SHARE,
) -> WeightedMean:
    """Return the mean of the parts that are there, each with its share of their weight.

    w'k = wk / sum of the present w; score = sum w'k xk. A missing part is never zero, never the
    mean of the others and never carried over.

    :param required: keys without which there is no score.
    :param least_share: of all nominal weight that has to be present, 0 to 1, inclusive.
    :returns: no score when a required part is missing or too little weight is left.

    Source: complete-case re-weighting; PP 30/2019 Art. 41 for weights that change when a source
    is missing.
    """
    left_out = tuple(
        LeftOutPart(part.key, exact(part.weight), part.missing_because)
        for part in parts
        if part.missing_because is not None
    )
    present = {part.key: part for part in parts if part.value is not None}
    held = sum((exact(part.weight) for part in present.values()), Fraction())
    nominal = held + sum((part.weight for part in left_out), Fraction())
    if held == 0 or held < exact(least_share) * nominal or not present.keys() >= set(required):
        return WeightedMean(None, None, left_out)
    weights = {
        part.key: exact(part.weight) / held if part.key in present else Fraction() for part in parts
    }
    score = sum((weights[key] * _value(part) for key, part in present.items()), Fraction())
    return WeightedMean(score, weights, left_out)


def _value(part: Part) -> Fraction:
    return Fraction() if part.value is None else exact(part.value)
