"""In which steps the numbers of a year are told that no other number adds up to."""

from itertools import islice

from portal.disclosure.share_steps import (
    LEAST_PEOPLE,
    LEAST_POSSIBLE,
    ShareStep,
    both_sides,
    counts_in,
    step_of,
    told_steps,
)
from portal.publication.yearly_evaluation.counts import Training
from portal.publication.yearly_evaluation.documents import Hours, TenStep
from portal.statistics.disclosure import LEAST_GROUP

#: Hours of training that a person is to have in a year.
TRAINING_AIM = 20


def tens(count: int) -> TenStep:
    """Return the step of ten that a count of the whole city is told in."""
    return TenStep(count // LEAST_GROUP * LEAST_GROUP)


def share_of_decided(count: int, decided: int) -> ShareStep | None:
    """Return the step of a part of the objections that were decided.

    Readers know their number in tens only, so the steps are those of the lowest such number,
    and a step is told where all numbers of the ten together leave five counts.
    """
    least = tens(decided).least
    if least < LEAST_PEOPLE or count not in both_sides(decided):
        return None
    for step in told_steps(least):
        if count in counts_in(step, decided):
            possible = {
                each
                for n in range(least, least + LEAST_GROUP)
                for each in counts_in(step, n)
                if each in both_sides(n)
            }
            return step if len(possible) >= LEAST_POSSIBLE else None
    return None


def mean_hours(training: Training | None, people: int) -> Hours | None:
    """Return the mean of hours, no lower than leaves five counts of those who reached the aim.

    Whoever reached the aim had its hours, so a low mean says how many can have at the most.
    """
    if training is None or people < LEAST_PEOPLE:
        return None
    needed = _fifth_lowest(training.reached, people) * TRAINING_AIM
    # The mean m stands for fewer than (m + 1/2) people hours, which must leave room for these.
    floor = needed // people
    while (2 * floor + 1) * people <= 2 * needed:
        floor += 1
    mean = (2 * training.hours + people) // (2 * people)
    return Hours(max(mean, floor), is_at_most=mean <= floor)


def _fifth_lowest(count: int, people: int) -> int:
    """Return the fifth lowest of the counts that a share's step, or its silence, leaves."""
    step = step_of(count, people)
    left = (each for each in range(people + 1) if step_of(each, people) == step)
    return next(islice(left, LEAST_POSSIBLE - 1, None))
