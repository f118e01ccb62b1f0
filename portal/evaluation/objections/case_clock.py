"""The days by which both sides explain and a decision is due."""

from dataclasses import dataclass
from datetime import date

from portal.evaluation.rules.days import DayTest, nth_day
from portal.evaluation.rules.deadlines import DeadlineStep, last_day
from portal.evaluation.rules.rule_set import RuleSet


@dataclass(frozen=True, slots=True)
class CaseClock:
    """The city's working days and the cycle's rules, by which both sides and a decision are due."""

    rules: RuleSet
    is_working_day: DayTest

    def explain_until(self, admitted_on: date) -> date:
        """Return the last day on which both sides explain, inclusive."""
        return self._last(DeadlineStep.OBJECTION_EXPLAINED, admitted_on)

    def decide_until(self, explain_until: date) -> date:
        """Return the last day of the decision, inclusive: it counts from the explanations."""
        return self._last(DeadlineStep.OBJECTION_DECIDED, explain_until)

    def extended(self, decide_until: date) -> date:
        """Return the last day of a decision that was put off."""
        days = self.rules.objection.extension_days
        return nth_day(decide_until, days, counts=self.is_working_day)

    def admitted_from(self, filed_on: date) -> date:
        """Return the day after which what was filed in time counts as admitted."""
        days = self.rules.objection.admission_days
        return nth_day(filed_on, days, counts=self.is_working_day)

    def _last(self, step: DeadlineStep, start: date) -> date:
        return last_day(step, start, is_working_day=self.is_working_day, rules=self.rules.days)
