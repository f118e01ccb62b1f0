"""An indicator in a period, and whether dropping it would lift the level."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.evaluation.plans.domain import Indicator, Result
from portal.evaluation.realisations.domain import Realisation
from portal.evaluation.realisations.evidence import Evidence
from portal.evaluation.rules.attainment import is_measurable
from portal.evaluation.rules.result_aid import MeasuredIndicator, Standpoint, dropping_raises_level
from portal.evaluation.rules.rule_set import ResultRules
from portal.evaluation.rules.states import RealisationState

_STANDPOINTS = {
    RealisationState.VERIFIED: Standpoint.VERIFIED,
    RealisationState.DISPUTED: Standpoint.DISPUTED,
    RealisationState.NOT_MEASURABLE: Standpoint.NOT_MEASURABLE,
    RealisationState.NOT_REPORTED: Standpoint.NOT_REPORTED,
}


@dataclass(frozen=True, slots=True)
class Realised:
    """An indicator of a version in a period.

    :ivar period_number: from 1.
    :ivar realisation: None while nothing was said of it.
    """

    result: Result
    indicator: Indicator
    period_number: int
    realisation: Realisation | None
    evidence: tuple[Evidence, ...] = ()

    @property
    def state(self) -> RealisationState:
        """Where it stands; open while nothing was said of it."""
        return RealisationState.OPEN if self.realisation is None else self.realisation.state

    @property
    def value(self) -> Decimal | None:
        """The value that counts: of a dispute the appraiser's."""
        return None if self.realisation is None else self.realisation.counting_value

    @property
    def standpoint(self) -> Standpoint:
        """How the result's reading aid looks at it; silence counts what the source gave, else 0."""
        if self.state is RealisationState.NOT_REPORTED and self.value is not None:
            return Standpoint.VERIFIED
        return _STANDPOINTS.get(self.state, Standpoint.PENDING)

    @property
    def target(self) -> Decimal | None:
        """The target of the period where the plan has one, else that of the year."""
        quarters = self.indicator.quarters
        has_own = 0 < self.period_number <= len(quarters)
        return quarters[self.period_number - 1] if has_own else self.indicator.target


@dataclass(frozen=True, slots=True)
class DropRules:
    """By what it is decided who agrees that an indicator drops out.

    :ivar ends_on: last day of the period, inclusive.
    """

    today: date
    ends_on: date
    result: ResultRules

    def needs_above(self, items: Sequence[Realised], *, key: int) -> bool:
        """Return whether only the superior of the superior may agree to drop an indicator.

        That is so once the period is over, and where dropping it would lift the level.

        :param items: every indicator of the period; those without a value yet do not count.

        Source: staff evaluation paper, 7.2.
        """
        return self.today > self.ends_on or self._raises(items, key=key)

    def _raises(self, items: Sequence[Realised], *, key: int) -> bool:
        known = list(_measured(items, key=key))
        if all(each.key != f"i{key}" for each in known):
            return False
        return dropping_raises_level(
            known, key=f"i{key}", cuts=self.result.cuts, least_share=self.result.least_share
        )


def _measured(items: Iterable[Realised], *, key: int) -> Iterator[MeasuredIndicator]:
    """Give what is known of the indicators; the one that is asked about counts in any case.

    What was reported counts in this comparison as if it were verified.
    """
    for each in items:
        indicator, target = each.indicator, each.target
        is_measured = target is not None and bool(indicator.weight)
        if target is None or not is_measured or not is_measurable(target, indicator.direction):
            continue
        state = each.standpoint
        if state is Standpoint.PENDING and each.value is not None:
            state = Standpoint.VERIFIED
        if state is Standpoint.PENDING and indicator.key != key:
            continue
        yield MeasuredIndicator(
            indicator.name,
            indicator.weight or 0,
            target,
            indicator.direction,
            realisation=each.value,
            state=state,
        )
