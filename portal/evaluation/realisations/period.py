"""A period of a plan as its viewer may see it, and what they may do in it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from portal.evaluation.cycles.domain import Cycle, Period
from portal.evaluation.plans.domain import Plan, Version
from portal.evaluation.realisations.domain import TO_REPORT, Answering, Place, version_of_period
from portal.evaluation.realisations.realised import DropRules, Realised
from portal.evaluation.rules.states import RealisationState


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

    def place(self, key: int) -> Place:
        """Return which indicator is meant."""
        plan = self.plan
        return Place(plan.id, plan.person_id, key, plan.cycle_id, self.period.number)

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


def places_of(plan: Plan, cycle: Cycle, *, numbers: Collection[int]) -> Iterator[Place]:
    """Give every indicator that is to be reported in the periods of these numbers."""
    for number in numbers:
        planned = planned_period(plan, cycle, number=number)
        for result in () if planned is None else planned.version.results:
            for each in result.indicators:
                yield Place(plan.id, plan.person_id, each.key, cycle.id, number)
