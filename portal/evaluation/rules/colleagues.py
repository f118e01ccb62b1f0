"""Folding of colleagues' answers into one figure; minimum numbers are constants."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import median

from portal.evaluation.rules.exact import ExactNumber, exact, mean

# Floors, not settings: simulated and measured attacks set them.
LEAST_POOL = 7
MOST_STRIKES = 2
FEWEST_INVITED, MOST_INVITED = 6, 8
GUIDES = 21
LEAST_GUIDES = 11
LEAST_FOLDED = 6
LEAST_FOR_MENTIONS = 7
LEAST_MENTIONS = 3
MOST_MENTIONED = 3
LOWEST_STEP, HIGHEST_STEP = 1, 5


class ColleaguesMissing(StrEnum):
    """Why there is no figure of colleagues."""

    TOO_FEW = "too_few"
    NO_POOL = "no_pool"
    #: The cycle ended without a round.
    NO_ROUND = "no_round"
    #: The round's keys were lost with a restore, and every answer with them.
    ROUND_VOID = "round_void"


class AnswerImpossible(ValueError):
    """An answer that no form can give, or a lot that names none of the answers."""


@dataclass(frozen=True, slots=True)
class FoldedAnswers:
    """What is left of a round about one person; neither count nor single answers.

    :ivar value: 1 to 5 in half steps; None where there are too few.
    :ivar told_at_least: the count is told as "this many or more"; None where there are too few.
    :ivar because: why there is no figure.
    """

    value: Fraction | None
    told_at_least: int | None
    because: ColleaguesMissing | None


def invited_of(pool: int) -> int:
    """Return how many of a pool are invited: 0 below 7 people, else all of them up to 8.

    :param pool: people who may be drawn, after strikes.
    """
    return 0 if pool < LEAST_POOL else min(pool, MOST_INVITED)


def may_strike(pool: int, *, struck: int) -> bool:
    """Return whether the person may strike one more: two at the most, while 7 remain.

    :param pool: people who may be drawn, without those struck already.
    :param struck: how many the person has struck already.
    """
    return struck < MOST_STRIKES and pool > LEAST_POOL


def answer_mean(steps: Sequence[int | None]) -> Fraction | None:
    """Return the mean of one colleague's steps, or None when the answer does not count.

    :param steps: one a guide, 21 in all, 1 to 5; None for "not observed".
    :returns: None with fewer than 11 guides answered.
    :raises AnswerImpossible: for another number of guides or a step outside 1 to 5.
    """
    given = [step for step in steps if step is not None]
    if len(steps) != GUIDES or not all(LOWEST_STEP <= step <= HIGHEST_STEP for step in given):
        raise AnswerImpossible(f"{len(steps)} guides, {sorted(set(given))}")
    return mean([Fraction(step) for step in given]) if len(given) >= LEAST_GUIDES else None


def folded(answers: Sequence[ExactNumber], *, left_out: int) -> FoldedAnswers:
    """Return one figure of all answers but one: their median, half up to half steps.

    :param answers: means of the answers that count, 1 to 5 each, in any order.
    :param left_out: position of the one that a lot leaves out of everything, from 0; the lot is
        never recorded.
    :returns: no figure for fewer than 6 answers.
    :raises AnswerImpossible: for a mean outside 1 to 5 or a lot that names none of them.

    Source: staff evaluation paper 12.4 (a mean to one decimal tells a colleague's answer to a
    reader who knows all others).
    """
    if len(answers) < LEAST_FOLDED:
        return FoldedAnswers(None, None, ColleaguesMissing.TOO_FEW)
    return FoldedAnswers(_half_steps(median_without(answers, left_out)), LEAST_FOLDED, None)


def median_without(answers: Sequence[ExactNumber], left_out: int) -> Fraction:
    """Return the exact median of all answers but one; never kept and never shown.

    :raises AnswerImpossible: as ``folded``; also for a single answer.
    """
    means = [exact(answer) for answer in answers]
    if not all(LOWEST_STEP <= value <= HIGHEST_STEP for value in means):
        raise AnswerImpossible("a mean of steps lies between 1 and 5")
    if len(means) < 2 or not 0 <= left_out < len(means):
        raise AnswerImpossible(f"the lot {left_out} of {len(means)} answers")
    return Fraction(median(means[:left_out] + means[left_out + 1 :]))


def _half_steps(value: Fraction) -> Fraction:
    """Return ``value`` in half steps; what lies in the middle goes up."""
    return Fraction((2 * value + Fraction(1, 2)).__floor__(), 2)


def folded_mentions(
    mentions: Sequence[frozenset[str]], *, left_out: int, listed: Sequence[str]
) -> tuple[str, ...]:
    """Return strengths or wishes that enough colleagues named, three at the most.

    :param mentions: what each counting answer named, in the order of the answers.
    :param left_out: the same position as for ``folded``.
    :param listed: every strength or wish that the form offers; what is returned keeps this
        order, so that it tells nothing about how often each was named.
    :returns: nothing for fewer than 7 answers; else what 3 or more of those kept named.
    :raises AnswerImpossible: for a lot that names none of the answers, or a word not listed.
    """
    if len(mentions) < LEAST_FOR_MENTIONS:
        return ()
    if not 0 <= left_out < len(mentions) or not frozenset().union(*mentions) <= set(listed):
        raise AnswerImpossible(f"the lot {left_out} of {len(mentions)} answers, or a word")
    kept = (*mentions[:left_out], *mentions[left_out + 1 :])
    counts = Counter(word for named in kept for word in named)
    return tuple(word for word in listed if counts[word] >= LEAST_MENTIONS)[:MOST_MENTIONED]
