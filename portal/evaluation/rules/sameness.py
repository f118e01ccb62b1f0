"""Signs that an appraiser tells the seven values of one person hardly apart (halo)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, variance

from portal.evaluation.rules.signal_rules import SIGNAL_RULES, SignalRules


class NothingToCompare(ValueError):
    """There is no team, a team without people, or a person without an anchor."""


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


def sameness_signs(
    appraisers: Mapping[str, Sequence[Sequence[int]]], *, rules: SignalRules = SIGNAL_RULES
) -> SamenessSigns:
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
        if len(rows) >= rules.least_people and _is_same(ratio[key], rules=rules)
    )
    return SamenessSigns(spread, ratio, shown)


def _is_same(ratio: float | None, *, rules: SignalRules) -> bool:
    return ratio is not None and ratio < rules.sameness_ratio
