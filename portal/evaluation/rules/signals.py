"""Signs of an appraiser's leniency or severity; they lead to a conversation and change no step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from portal.evaluation.rules.sameness import NothingToCompare
from portal.evaluation.rules.signal_rules import SIGNAL_RULES, SignalRules
from portal.statistics.moments import Sample, paule_mandel, weighted_mean, within_variance

LEAST_TEAMS = 2
MOST_LENIENCY = 0.5


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
    teams: Mapping[str, Team],
    *,
    appraisal_variance: float,
    anchor_variance: float,
    rules: SignalRules = SIGNAL_RULES,
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
        shown=tuple(key for key, team in teams.items() if len(team.appraisals) >= rules.least_team),
    )


def told_leniency(
    teams: Mapping[str, Team], *, rules: SignalRules = SIGNAL_RULES
) -> Mapping[str, float]:
    """Return the leniency of who is told: people enough, a quarter of a step or more.

    Both variances are pooled within the teams. Nobody is told where there are fewer than two
    teams, or none of two people: there is nothing to compare with.

    :returns: by appraiser, points of the scale; below 0 is severity.
    """
    if len(teams) < LEAST_TEAMS or all(len(team.anchors) < LEAST_TEAMS for team in teams.values()):
        return {}
    signs = leniency_signs(
        teams,
        appraisal_variance=within_variance([Sample.of(team.appraisals) for team in teams.values()]),
        anchor_variance=within_variance([Sample.of(team.anchors) for team in teams.values()]),
        rules=rules,
    )
    return {
        key: signs.leniency[key]
        for key in signs.shown
        if abs(signs.leniency[key]) >= rules.leniency
    }
