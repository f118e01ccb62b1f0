"""The settings that change figures; each change is dated and takes effect with a later month."""

from dataclasses import dataclass

from portal.publication.domain.disclosure.thresholds import LEAST_MEAN
from portal.survey.elements import Element


@dataclass(frozen=True, slots=True)
class FigureRules:
    """What is in force for a release's month.

    ``least_mean`` respondents make a mean (30 or more); ``not_experienced`` elements may be
    skipped by a citizen; ``since`` is the month the newest of these settings took effect.
    """

    least_mean: int = LEAST_MEAN
    not_experienced: frozenset[Element] = frozenset()
    since: str | None = None
