"""How far invented ratings or silent visitors can move a mean."""

from portal.statistics.intervals import SCALE_HIGHEST, SCALE_LOWEST, ConfidenceInterval
from portal.statistics.moments import Sample


def stuffing_shift(honest: Sample, stuffed: int) -> float:
    """Return by how much ``stuffed`` added ratings of 4 raise a mean: k (4 - m) / (n + k).

    :param honest: the ratings of visitors.
    :param stuffed: invented ratings k, 0 or more.
    :returns: points of the scale, 0 or more.

    Source: arithmetic of a mean; no assumption.
    """
    return stuffed * (SCALE_HIGHEST - honest.mean) / (honest.n + stuffed)


def nonresponse_bias(correlation: float, sd: float, *, response_variation: float) -> float:
    """Return the bias of a respondents' mean: correlation x sd x cv of the response probability.

    :param correlation: between answering at all and the score, -1 to 1.
    :param sd: standard deviation of the scores, points of the scale.
    :param response_variation: coefficient of variation of the response probabilities.
    :returns: points of the scale; below 0 where the dissatisfied answer more often.

    Source: Bethlehem (1988), Reduction of nonresponse bias through regression estimation.
    """
    return correlation * sd * response_variation


def nonresponse_bounds(mean: float, response_share: float) -> ConfidenceInterval:
    """Return where the mean of all visitors lies, whatever the silent ones think.

    r m + (1 - r) x [1, 4].

    :param mean: of the respondents, 1 to 4.
    :param response_share: respondents / visitors r, 0 to 1.
    :returns: points of the scale.

    Source: Manski (1989), Anatomy of the selection problem.
    """
    silent = 1 - response_share
    answered = response_share * mean
    return ConfidenceInterval(answered + silent * SCALE_LOWEST, answered + silent * SCALE_HIGHEST)
