"""Signs of an appraiser's leniency or sameness; they lead to a conversation and change no step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, variance

import numpy as np

from portal.statistics.moments import paule_mandel, weighted_mean

LEAST_TEAM_FOR_LENIENCY = 8
LEAST_PEOPLE_FOR_SAMENESS = 5
MOST_LENIENCY = 0.5
SAMENESS_RATIO = 0.25


class NothingToCompare(ValueError):
    """There is no team, a team without people, or a person without an anchor."""


@dataclass(frozen=True, slots=True)
class Team:
    """One appraiser's people; one entry a person in both, in the same order, on one scale.

    :ivar appraisals: mean of the appraiser's steps.
    :ivar anchors: what colleagues and citizens say of the same person.
    :raises NothingToCompare: for no people or a person without an anchor.
    """

    appraisals: Sequence[float]
    anchors: Sequence[float]

    def __post_init__(self) -> None:
        if not self.appraisals or len(self.appraisals) != len(self.anchors):
            raise NothingToCompare(f"{len(self.appraisals)} people, {len(self.anchors)} anchors")


@dataclass(frozen=True, slots=True)
class LeniencySigns:
    """How far appraisers differ from the others in what they make of the same anchor.

    :ivar between: variance between teams (tau squared), squared points of the scale.
    :ivar mean_difference: of appraisal and anchor over all teams, points of the scale.
    :ivar shrink: by appraiser, 0 to 1: how much of the team's own difference is kept.
    :ivar leniency: by appraiser, -0.5 to 0.5 points; below 0 is severity.
    :ivar shown: appraisers who are told; the others' teams are too small.
    """

    between: float
    mean_difference: float
    shrink: Mapping[str, float]
    leniency: Mapping[str, float]
    shown: tuple[str, ...]


def leniency_signs(
    teams: Mapping[str, Team], *, appraisal_variance: float, anchor_variance: float
) -> LeniencySigns:
    """Return each appraiser's leniency, drawn towards that of all.

    d = mean appraisal - mean anchor; v = (s2 of appraisals + s2 of anchors) / people; tau^2 by
    Paule-Mandel; mu = weighted mean of d; B = tau^2 / (tau^2 + v); leniency = B (d - mu), held
    to half a point. Teams' means are never forced equal.

    :param teams: by appraiser.
    :param appraisal_variance: pooled within teams, squared points, above 0 with the other one.
    :param anchor_variance: pooled within teams, squared points.
    :raises NothingToCompare: for no teams.

    Source: Robinson (1991), That BLUP is a good thing; Myford and Wolfe (2003) on rater severity.
    """
    if not teams:
        raise NothingToCompare("no teams")
    means = np.array([fmean(team.appraisals) - fmean(team.anchors) for team in teams.values()])
    people = np.array([len(team.appraisals) for team in teams.values()])
    variances = (appraisal_variance + anchor_variance) / people
    between = paule_mandel(means, variances)
    overall = weighted_mean(means, 1 / (variances + between))
    shrink = between / (between + variances)
    leniency = np.clip(shrink * (means - overall), -MOST_LENIENCY, MOST_LENIENCY)
    return LeniencySigns(
        between=between,
        mean_difference=overall,
        shrink=dict(zip(teams, map(float, shrink), strict=True)),
        leniency=dict(zip(teams, map(float, leniency), strict=True)),
        shown=tuple(
            key for key, team in teams.items() if len(team.appraisals) >= LEAST_TEAM_FOR_LENIENCY
        ),
    )


@dataclass(frozen=True, slots=True)
class SamenessSigns:
    """How little an appraiser tells the seven values of one person apart.

    :ivar spread: by appraiser, mean variance across one person's steps, squared points.
    :ivar ratio: by appraiser, spread over the mean spread of all; None when nobody has any.
    :ivar shown: appraisers of five people or more whose ratio is below a quarter.
    """

    spread: Mapping[str, float]
    ratio: Mapping[str, float | None]
    shown: tuple[str, ...]


def sameness_signs(appraisers: Mapping[str, Sequence[Sequence[int]]]) -> SamenessSigns:
    """Return how much the steps of one person differ, appraiser by appraiser.

    :param appraisers: rows of steps by appraiser: one row a person, one column a value.
    :raises NothingToCompare: for no appraisers, or one without people.

    Source: Cooper (1981), Ubiquitous halo; Balzer and Sulsky (1992).
    """
    if not appraisers or not all(appraisers.values()):
        raise NothingToCompare("no appraisers, or one without people")
    spread = {key: fmean(map(variance, rows)) for key, rows in appraisers.items()}
    overall = fmean(spread.values())
    ratio = {key: own / overall if overall else None for key, own in spread.items()}
    shown = tuple(
        key
        for key, rows in appraisers.items()
        if len(rows) >= LEAST_PEOPLE_FOR_SAMENESS and _is_same(ratio[key])
    )
    return SamenessSigns(spread, ratio, shown)


def _is_same(ratio: float | None) -> bool:
    return ratio is not None and ratio < SAMENESS_RATIO
