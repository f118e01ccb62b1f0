"""A period of a plan and its indicators as their viewer may see them, and what they may do."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from portal.evaluation.cycles.domain import Cycle, Period
from portal.evaluation.plans.domain import Indicator, Plan, Result, Version
from portal.evaluation.realisations.domain import (
    TO_REPORT,
    Answering,
    IndicatorPeriod,
    Realisation,
    version_of_period,
)
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


@dataclass(frozen=True, slots=True)
class PlannedPeriod:
    """A period in which a plan has days, with the version that counts in it."""

    plan: Plan
    cycle: Cycle
    period: Period
    version: Version


@dataclass(frozen=True, slots=True)
class ShownPeriod:
    """A period of a plan as its viewer may see it.

    :ivar version: that counts in the period.
    :ivar items: the indicators that the viewer sees, in the order of the plan.
    :ivar everything: every indicator, for what is decided over all of them.
    :ivar before: the indicators in the period before, by key.
    :ivar report_until: last day to report in time, inclusive; None where none was set.
    :ivar silent_since: first day on which silence about an indicator counts, by its key.
    """

    plan: Plan
    cycle: Cycle
    period: Period
    version: Version
    by: Answering
    viewer_id: int | None
    everything: tuple[Realised, ...]
    items: tuple[Realised, ...]
    before: dict[int, Realised]
    drops: DropRules
    report_until: date | None
    is_auditor: bool
    silent_since: Mapping[int, date] = field(default_factory=dict)

    @property
    def is_reader(self) -> bool:
        """Whether the viewer reads the whole plan, not only what waits for them."""
        return self.is_auditor or self.by.is_reader

    @property
    def subject(self) -> str:
        """How the audit log names the plan."""
        return f"plan:{self.plan.id}"

    @property
    def is_late(self) -> bool:
        """Whether a report of today is late: it counts and is marked."""
        return self.report_until is not None and self.by.days.today > self.report_until

    def place(self, key: int) -> IndicatorPeriod:
        """Return which indicator is meant."""
        plan = self.plan
        return IndicatorPeriod(plan.id, plan.person_id, key, plan.cycle_id, self.period.number)

    def find(self, key: int) -> Realised | None:
        """Return an indicator that the viewer may see, or None."""
        return next((each for each in self.items if each.indicator.key == key), None)

    def may_report(self, item: Realised) -> bool:
        """Return whether the viewer reports the indicator now."""
        is_open = not self.plan.is_concluded
        has_begun = self.period.starts_on <= self.by.days.today
        return self.by.is_person and is_open and has_begun and item.state in TO_REPORT

    def may_add_evidence(self, item: Realised) -> bool:
        """Return whether the viewer may still add what shows the realisation."""
        is_reported = item.state is RealisationState.REPORTED and self.by.is_person
        return is_reported or self.may_report(item)

    def may_say_opened(self, item: Realised) -> bool:
        """Return whether the viewer may say that a link of the realisation could be opened."""
        return (self.by.is_verifier or self.by.is_above) and self.find(item.indicator.key) == item

    def may_remove_evidence(self, item: Realised) -> bool:
        """Return whether the viewer takes evidence of the realisation away, or asks for it."""
        return self.by.is_person or self.may_say_opened(item)

    def may_agree_removal(self, item: Realised, one: Evidence) -> bool:
        """Return whether the viewer is the other side of who asks that evidence goes."""
        if one.removal is None or one.removal.removed_on is not None:
            return False
        is_asked_by_person = one.removal.asked_by == self.plan.person_id
        return self.may_say_opened(item) if is_asked_by_person else self.by.is_person

    def may_withdraw_removal(self, one: Evidence) -> bool:
        """Return whether the viewer takes the own request back."""
        removal = one.removal
        return removal is not None and removal.asked_by == self.viewer_id is not None

    def may_answer(self, item: Realised) -> bool:
        """Return whether it is the viewer's turn to verify or dispute."""
        held = item.realisation
        if held is None or held.reported_on is None or not held.waits_for_answer:
            return False
        return self.by.may_answer(held.reported_on)

    def may_settle(self, item: Realised) -> bool:
        """Return whether the viewer says what the source gave of what nobody reported."""
        since = self.silent_since.get(item.indicator.key)
        if since is None or item.state is not RealisationState.OPEN:
            return False
        return since <= self.by.days.today and self.by.may_answer(since)

    def may_propose_drop(self, item: Realised) -> bool:
        """Return whether the viewer may ask that the indicator drops out."""
        is_free = item.realisation is None or not item.realisation.waits_for_agreement
        is_measured = item.state in TO_REPORT - {RealisationState.NOT_REPORTED}
        is_reported = item.state is RealisationState.REPORTED
        return is_free and (is_measured or is_reported) and self.by.may_propose_drop()

    def may_agree_drop(self, item: Realised) -> bool:
        """Return whether the viewer may agree that the indicator drops out."""
        held = item.realisation
        if held is None or not held.waits_for_agreement:
            return False
        return self.by.may_agree_drop(
            is_own_proposal=held.proposed_by == self.viewer_id,
            needs_above=self.needs_above(item),
        )

    def may_decline_drop(self, item: Realised) -> bool:
        """Return whether the viewer may take the proposal away: its maker, or who might agree."""
        held = item.realisation
        is_own = held is not None and held.proposed_by == self.viewer_id is not None
        return self.may_agree_drop(item) or (
            is_own and held is not None and held.waits_for_agreement
        )

    def needs_above(self, item: Realised) -> bool:
        """Return whether only the superior of the superior may agree that it drops out."""
        was_needed = item.realisation is not None and item.realisation.drop_above
        return was_needed or self.drops.needs_above(self.everything, key=item.indicator.key)

    def waiting_only(self) -> "ShownPeriod":
        """Return what waits for whoever stands above the superior, and nothing else."""
        waits = tuple(
            each
            for each in self.items
            if self.may_answer(each) or self.may_agree_drop(each) or self.may_settle(each)
        )
        return replace(self, items=waits if self.by.is_above else (), before={})


def periods_of(plan: Plan, cycle: Cycle) -> tuple[Period, ...]:
    """Return the periods of a cycle in which a plan has days."""
    return tuple(
        each
        for each in cycle.periods
        if plan.starts_on <= each.ends_on and each.starts_on <= plan.ends_on
    )


def planned_period(plan: Plan, cycle: Cycle, *, number: int) -> PlannedPeriod | None:
    """Return the period of a number; None where the plan has no days in it, or was not agreed."""
    for each in periods_of(plan, cycle):
        version = version_of_period(plan, ends_on=each.ends_on)
        if each.number == number and version is not None:
            return PlannedPeriod(plan, cycle, each, version)
    return None


def places_of(plan: Plan, cycle: Cycle, *, numbers: Collection[int]) -> Iterator[IndicatorPeriod]:
    """Give every indicator that is to be reported in the periods of these numbers."""
    for number in numbers:
        planned = planned_period(plan, cycle, number=number)
        for result in () if planned is None else planned.version.results:
            for each in result.indicators:
                yield IndicatorPeriod(plan.id, plan.person_id, each.key, cycle.id, number)
