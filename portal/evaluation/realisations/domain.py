"""A realisation as values: what was reached in a period, who answers it, why it may drop out."""

import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.evaluation.plans.domain import READERS, Plan, Version
from portal.evaluation.rules.deadlines import DeadlineStep, last_day
from portal.evaluation.rules.states import RealisationState
from portal.evaluation.work.domain import WorkDays
from portal.organisation.people.standing import StandingKind

# Of a remark or a reason, in characters.
LONGEST_REMARK = 1000
# Whoever stands beside a person's work for the superior: verifies, and nothing more.
VERIFIERS = frozenset({StandingKind.APPRAISER, StandingKind.STAND_IN, StandingKind.DELEGATE})
# The other side of an agreement about an indicator.
OTHER_SIDE = frozenset({StandingKind.APPRAISER, StandingKind.STAND_IN})
# States in which a person reports, or reports again.
TO_REPORT = frozenset(
    {RealisationState.OPEN, RealisationState.DISPUTED, RealisationState.NOT_REPORTED}
)
# States in which an indicator may still drop out.
STILL_MEASURED = frozenset(
    {RealisationState.OPEN, RealisationState.REPORTED, RealisationState.DISPUTED}
)


class DropCause(StrEnum):
    """Why an indicator cannot be measured in a period; nothing else makes it drop out."""

    SOURCE_FAILED = "source_failed"
    DUTY_REMOVED = "duty_removed"
    ABSENCE = "absence"
    OUTSIDE_EVENT = "outside_event"


@dataclass(frozen=True, slots=True)
class DraftedReport:
    """What a person typed of a realisation and did not report yet, right or wrong."""

    value: str = ""
    remark: str = ""
    links: str = ""

    def text(self) -> str:
        """Return it as one text, to be kept."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of(cls, text: str) -> "DraftedReport":
        """Return what a kept text says; what it does not say is empty."""
        typed = json.loads(text)
        return cls(**{each.name: str(typed.get(each.name, "")) for each in fields(cls)})


def drafted_number(value: Decimal | None) -> str:
    """Return a number as a field of a form shows it; empty for none."""
    return "" if value is None else f"{value.normalize():f}".replace(".", ",")


class Answerer(StrEnum):
    """Who verifies or disputes what was reported."""

    SUPERIOR = "superior"
    APPRAISERS_SUPERIOR = "appraisers_superior"


@dataclass(frozen=True, slots=True)
class IndicatorPeriod:
    """Which indicator of which plan is meant, in which period of the plan's cycle."""

    plan_id: int
    person_id: int
    indicator_key: int
    cycle_id: int
    period_number: int


@dataclass(frozen=True, slots=True)
class Realisation:
    """A realisation as it stands.

    :ivar value: as the person reported it; None in the qualitative approach.
    :ivar appraiser_value: of the other side, where it was disputed.
    :ivar is_late: reported after the last day for it; it counts and is marked.
    :ivar proposed_by: who asks that the indicator drops out; the other side agrees.
    :ivar remark: what the person says of it, still encrypted, as ``drop_reason``.
    :ivar drop_above: whether the level would have risen when it was proposed.
    """

    id: int
    place: IndicatorPeriod
    state: RealisationState
    revision: int
    value: Decimal | None
    appraiser_value: Decimal | None
    reported_on: date | None
    is_late: bool
    cause: DropCause | None
    proposed_by: int | None
    remark: bytes | None = None
    drop_reason: bytes | None = None
    drop_above: bool = False

    @property
    def waits_for_agreement(self) -> bool:
        """Whether one side asks that the indicator drops out and nobody agreed yet."""
        return self.proposed_by is not None and self.state in STILL_MEASURED

    @property
    def counting_value(self) -> Decimal | None:
        """The value that counts: of a dispute the appraiser's; both stay readable.

        Of what was not reported it is what the superior found in the plan's source, if anything.
        """
        by_appraiser = {RealisationState.DISPUTED, RealisationState.NOT_REPORTED}
        return self.appraiser_value if self.state in by_appraiser else self.value

    @property
    def waits_for_answer(self) -> bool:
        """Whether it was reported and is neither verified nor disputed."""
        return self.state is RealisationState.REPORTED


def answer_until(reported_on: date, *, days: WorkDays) -> date:
    """Return the last day, inclusive, on which the superior answers what was reported."""
    return last_day(
        DeadlineStep.REALISATION_VERIFIED,
        reported_on,
        is_working_day=days.is_working_day,
        rules=days.rules,
    )


def answerer(reported_on: date, *, days: WorkDays) -> Answerer:
    """Return who answers what was reported: after the superior's days it goes one step up.

    Source: staff evaluation paper, 7.2: nothing drops out by silence.
    """
    is_over = answer_until(reported_on, days=days) < days.today
    return Answerer.APPRAISERS_SUPERIOR if is_over else Answerer.SUPERIOR


@dataclass(frozen=True, slots=True)
class Answering:
    """What somebody is to a person, and the days by which the answer goes one step up.

    :ivar kinds: everything that the one who acts is to the person.
    :ivar has_above: whether somebody stands above the person's superior; without one the
        superior answers late, too, for nobody else could.
    """

    kinds: frozenset[StandingKind]
    days: WorkDays
    has_above: bool = True

    @property
    def is_person(self) -> bool:
        """Whether it is the own realisation."""
        return StandingKind.PERSON in self.kinds

    @property
    def is_reader(self) -> bool:
        """Whether the one who acts reads the plan with everything in it."""
        return not self.kinds.isdisjoint(READERS)

    @property
    def is_above(self) -> bool:
        """Whether the one who acts is the superior of the person's superior."""
        return StandingKind.APPRAISERS_SUPERIOR in self.kinds

    @property
    def is_verifier(self) -> bool:
        """Whether the one who acts verifies in the first days."""
        return not self.kinds.isdisjoint(VERIFIERS)

    @property
    def is_other_side(self) -> bool:
        """Whether the one who acts agrees with the person about what is measured."""
        return not self.kinds.isdisjoint(OTHER_SIDE)

    def may_answer(self, reported_on: date) -> bool:
        """Return whether the one who acts verifies or disputes what was reported on a day."""
        is_late = answerer(reported_on, days=self.days) is Answerer.APPRAISERS_SUPERIOR
        if is_late and self.has_above:
            return self.is_above
        return self.is_verifier

    def may_propose_drop(self) -> bool:
        """Return whether the one who acts may ask that an indicator drops out."""
        return self.is_person or self.is_other_side

    def may_agree_drop(self, *, is_own_proposal: bool, needs_above: bool) -> bool:
        """Return whether the one who acts may agree that an indicator drops out.

        :param needs_above: whether the two sides alone may not: the period is over, or the level
            would rise.
        """
        if is_own_proposal:
            return False
        return self.is_above if needs_above else self.is_person or self.is_other_side


def version_of_period(plan: Plan, *, ends_on: date) -> Version | None:
    """Return the agreed version that counts in a period, or None while none was agreed.

    The latest that counts by the period's last day; else the first one agreed.

    :param ends_on: the period's last day, inclusive.
    """
    agreed = [each for each in plan.versions if each.agreed_at is not None]
    counting = [each for each in agreed if each.counts_from <= ends_on]
    return counting[-1] if counting else next(iter(agreed), None)
