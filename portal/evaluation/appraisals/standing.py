"""Roles towards a person whose evaluation is shown, and what each of them may see and do."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.cycles.queries import rating_kinds_on
from portal.evaluation.plans.domain import Plan
from portal.evaluation.rules.states import YearlyState
from portal.organisation.people import queries as people
from portal.organisation.people.standing import StandingKind


@dataclass(frozen=True, slots=True)
class EvaluationViewer:
    """What somebody is to the person of a plan, at its end or today, whichever comes first.

    :ivar id: None for an account without a person.
    :ivar decider_id: who would decide an objection of the person; None where nobody is left.
    """

    id: int | None
    kinds: frozenset[StandingKind]
    is_auditor: bool
    decider_id: int | None = None

    @property
    def is_person(self) -> bool:
        """Whether it is the own evaluation."""
        return StandingKind.PERSON in self.kinds

    @property
    def is_appraiser(self) -> bool:
        """Whether the viewer evaluates the person."""
        return StandingKind.APPRAISER in self.kinds

    @property
    def is_above(self) -> bool:
        """Whether the viewer is the appraiser's superior."""
        return StandingKind.APPRAISERS_SUPERIOR in self.kinds

    @property
    def may_read_quarters(self) -> bool:
        """Whether the viewer reads quarters that were shown to the person."""
        is_former = StandingKind.FORMER_SUPERIOR in self.kinds
        return self.is_person or self.is_appraiser or is_former or self.is_auditor

    def reads_result(self, year: Yearly | None) -> bool:
        """Return whether the viewer reads what a result is made of.

        The person once it is delivered, appraiser, the one above and auditor once confirmed.
        """
        if year is None:
            return False
        if self.is_person:
            return year.is_delivered
        return year.is_confirmed and (self.is_appraiser or self.is_above or self.is_auditor)

    def rates(self, year: Yearly | None) -> bool:
        """Return whether the viewer works on the evaluation before its confirmation."""
        return self.is_appraiser and (year is None or not year.is_confirmed)

    def is_second_reader(self, year: Yearly | None) -> bool:
        """Return whether the evaluation waits for the viewer's look."""
        is_asked = year is not None and year.state is YearlyState.SECOND_LOOK
        return (
            is_asked
            and self.id is not None
            and year is not None
            and (year.second_reader_id == self.id)
        )

    def confirms_targets(self, year: Yearly | None) -> bool:
        """Return whether first and last targets wait for the viewer."""
        return (
            self.is_above
            and year is not None
            and year.targets_differ
            and year.targets_confirmed_by is None
            and year.state in {YearlyState.UNIT_REVIEW, YearlyState.SECOND_LOOK}
        )


def viewer_of(
    session: Session, plan: Plan, *, viewer_id: int | None, on: date, is_auditor: bool
) -> EvaluationViewer:
    """Return what somebody is to the person of a plan, by the cycle's rules on who acts for whom.

    A plan that ended is closed by its last day's appraiser, unless close to the person today.
    """
    if viewer_id is None:
        return EvaluationViewer(None, frozenset(), is_auditor)
    day, ids = min(on, plan.ends_on), {plan.person_id, viewer_id}
    rate = rating_kinds_on(session, day)
    then = people.standing_on(session, day, person_ids=ids, since=plan.starts_on, may_rate=rate)
    found = then.kinds(viewer_id, about=plan.person_id)
    if day != on and viewer_id != plan.person_id:
        now = people.standing_on(session, on, person_ids=ids)
        found = found if now.may_act(viewer_id, about=plan.person_id) else frozenset()
    return EvaluationViewer(viewer_id, found, is_auditor, then.decider_of(plan.person_id))
