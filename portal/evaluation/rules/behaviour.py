"""The reading aid of behaviour: the appraiser's steps, colleagues and citizens, on 1 to 5."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from portal.evaluation.rules.citizens import CitizensVoice, on_step_scale
from portal.evaluation.rules.colleagues import FoldedAnswers
from portal.evaluation.rules.exact import ExactNumber, exact, mean
from portal.evaluation.rules.levels import (
    BEHAVIOUR_CUTS,
    NEAR_THE_BORDER,
    ExpectationLevel,
    LevelCuts,
)
from portal.evaluation.rules.weighting import (
    LEAST_SHARE,
    LeftOutPart,
    Part,
    WeightedMean,
    weighted_mean_of,
)

VALUES = 7
LOWEST_STEP, HIGHEST_STEP = 1, 5
SUPERIOR, COLLEAGUES, CITIZENS = "superior", "colleagues", "citizens"
MOST_CITIZENS = Fraction(1, 5)
NOT_WITHOUT_EXAMPLE = frozenset({1, 2, 5})


class StepsIncomplete(ValueError):
    """There are not seven steps of 1 to 5, one for each of the values."""


class WeightsNotAllowed(ValueError):
    """A nominal weight is below 0, the appraiser's is 0, or citizens' is above a fifth of all."""


@dataclass(frozen=True, slots=True)
class BehaviourRules:
    """Weights and cuts of the behaviour aid: local policy, frozen when a cycle opens.

    :raises WeightsNotAllowed: when a weight is below 0, the appraiser's is 0, or citizens' is
        above a fifth of all.
    """

    superior: ExactNumber = 60
    colleagues: ExactNumber = 20
    citizens: ExactNumber = 20
    cuts: LevelCuts = BEHAVIOUR_CUTS
    near_border: ExactNumber = NEAR_THE_BORDER
    least_share: ExactNumber = LEAST_SHARE

    def __post_init__(self) -> None:
        weights = [exact(self.superior), exact(self.colleagues), exact(self.citizens)]
        if min(weights) < 0 or weights[0] == 0 or weights[2] > MOST_CITIZENS * sum(weights):
            raise WeightsNotAllowed(f"{weights}")


@dataclass(frozen=True, slots=True)
class BehaviourAid:
    """What the sources give together; the appraiser chooses the level.

    :ivar score: 1 to 5, exact.
    :ivar weights: shares used by source, summing to 1.
    :ivar left_out: sources that are missing, and why.
    :ivar level: what the score suggests, once no source alone makes "below" and a step of 1 has
        excluded "above".
    :ivar is_near_border: one step or half a step of a source could change the level.
    """

    score: Fraction | None
    weights: Mapping[str, Fraction] | None
    left_out: tuple[LeftOutPart, ...]
    level: ExpectationLevel | None
    is_near_border: bool


def behaviour_aid(
    steps: Sequence[int],
    *,
    colleagues: FoldedAnswers,
    citizens: CitizensVoice,
    rules: BehaviourRules,
) -> BehaviourAid:
    """Return the behaviour aid of one person.

    :param steps: the appraiser's, one for each of the seven values, 1 to 5.
    :param citizens: gated with ``rules.citizens`` as its nominal weight.
    :returns: without a score where less than half of the weight is left.
    :raises StepsIncomplete: for another number of steps or a step outside 1 to 5.

    Source: staff evaluation paper 7.4 (weights and cuts), 7.3 (no source alone makes "below").
    """
    if len(steps) != VALUES or not all(LOWEST_STEP <= step <= HIGHEST_STEP for step in steps):
        raise StepsIncomplete(f"{len(steps)} steps, {sorted(set(steps))}")
    parts = _parts(steps, colleagues=colleagues, citizens=citizens, rules=rules)
    whole = _joined(parts, rules=rules)
    suggested = rules.cuts.level(whole.score)
    level = _held(suggested, parts=parts, rules=rules)
    if level is ExpectationLevel.ABOVE and LOWEST_STEP in steps:
        level = ExpectationLevel.MEETS
    is_near = whole.score is not None and rules.cuts.is_near(whole.score, within=rules.near_border)
    is_rescued = suggested is ExpectationLevel.BELOW and level is not suggested
    return BehaviourAid(whole.score, whole.weights, whole.left_out, level, is_near or is_rescued)


def _parts(
    steps: Sequence[int],
    *,
    colleagues: FoldedAnswers,
    citizens: CitizensVoice,
    rules: BehaviourRules,
) -> list[Part]:
    is_heard = citizens.value is not None
    return [
        Part(SUPERIOR, rules.superior, mean([Fraction(step) for step in steps])),
        Part(COLLEAGUES, rules.colleagues, colleagues.value, colleagues.because),
        Part(
            CITIZENS,
            citizens.weight if is_heard else rules.citizens,
            None if citizens.value is None else on_step_scale(citizens.value),
            citizens.because,
        ),
    ]


def _joined(parts: Sequence[Part], *, rules: BehaviourRules) -> WeightedMean:
    return weighted_mean_of(parts, required={SUPERIOR}, least_share=rules.least_share)


def _held(
    level: ExpectationLevel | None, *, parts: Sequence[Part], rules: BehaviourRules
) -> ExpectationLevel | None:
    """Return ``level``, or "meets" where citizens or colleagues alone would make it "below"."""
    if level is not ExpectationLevel.BELOW:
        return level
    without = [
        rules.cuts.level(_joined([part for part in parts if part.key != key], rules=rules).score)
        for key in (COLLEAGUES, CITIZENS)
    ]
    is_alone = any(other not in {None, ExpectationLevel.BELOW} for other in without)
    return ExpectationLevel.MEETS if is_alone else level


def needs_example(step: int) -> bool:
    """Return whether a step stands only with an observed example: 1, 2 and 5."""
    return step in NOT_WITHOUT_EXAMPLE
