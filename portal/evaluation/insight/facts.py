"""Facts on an appraiser's people and on the city, for the search for signs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from portal.evaluation.rules.exact import ExactNumber
from portal.evaluation.rules.signal_rules import SIGNAL_RULES, SignalRules
from portal.evaluation.rules.year_signals import StandingSetOnce


@dataclass(frozen=True, slots=True)
class OtherFigure:
    """Citizens' gated figure on the scale of the steps, with its standard error in steps."""

    value: Fraction
    error: float


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of one person's year while it is not confirmed.

    :ivar steps: the appraiser's seven, as they stand.
    :ivar days: of notes and evidence in the cycle.
    :ivar last_period: first day of the cycle's last period.
    :ivar colleagues: folded figure; None where there is none or the round runs.
    :ivar before: where the person stood before reporting something; None without a report.
    :ivar attainments: percent, of the year before and of this one; empty without both.
    """

    person_id: int
    plan_id: int
    steps: Sequence[int]
    standing: StandingSetOnce
    days: Sequence[date]
    plan_starts_on: date
    last_period: date
    colleagues: Fraction | None
    citizens: OtherFigure | None
    before: StandingSetOnce | None
    attainments: Sequence[Sequence[ExactNumber | None]]
    has_lowered_target: bool


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """An appraiser's people whose years are not confirmed.

    :ivar moments: when the first rating of everybody, confirmed or not, was set.
    :ivar reasons: and examples in plain words, of everybody, by person; held only while signs are
        looked for.
    """

    appraiser_id: int
    people: Sequence[PersonFacts]
    moments: Sequence[datetime]
    reasons: Mapping[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class CityFacts:
    """What one appraiser is compared with.

    :ivar colleagues_error: standard error of colleagues' figure; None with too few figures.
    :ivar same: appraisers who hardly tell the seven values apart.
    :ivar leniency: points, by appraiser who is told; below 0 is severity.
    :ivar rules: of the cycle, as they were frozen.
    """

    colleagues_error: float | None = None
    same: frozenset[int] = frozenset()
    leniency: Mapping[int, float] = field(default_factory=dict)
    rules: SignalRules = SIGNAL_RULES
