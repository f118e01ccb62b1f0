"""A plan as values: its versions, results and indicators, what is missing, and what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from portal.evaluation.rules.attainment import Aspect, Direction
from portal.evaluation.rules.days import DAY
from portal.evaluation.rules.planning import (
    PlanFault,
    PlanGap,
    PlannedIndicator,
    PlannedResult,
    ResultKind,
    plan_gaps,
)
from portal.evaluation.rules.states import PlanState
from portal.evaluation.rules.target_signals import lowered
from portal.organisation.people.standing import StandingKind

LINE = 300
TEXT = 1000
NUMBER_LENGTH = 60

# States in which a version counts as what is expected.
IN_FORCE = frozenset({PlanState.AGREED, PlanState.AGREED_CONDITIONALLY, PlanState.RUNNING})
# States in which somebody still works on a version.
UNDER_WAY = frozenset({PlanState.DRAFT, PlanState.SUBMITTED, PlanState.RETURNED})
# States in which only the person reads a version.
OWN_ONLY = frozenset({PlanState.DRAFT})

# Who reads what a plan says, beside the auditor: everybody else sees its state at the most.
READERS = frozenset(
    {
        StandingKind.PERSON,
        StandingKind.APPRAISER,
        StandingKind.STAND_IN,
        StandingKind.ADVISER,
        StandingKind.DELEGATE,
        StandingKind.FORMER_SUPERIOR,
    }
)


class Approach(StrEnum):
    """*Pendekatan hasil kerja*."""

    QUANTITATIVE = "quantitative"
    QUALITATIVE = "qualitative"


class BehaviourValue(StrEnum):
    """The seven values, in their official order (SE MenPANRB 20/2021)."""

    SERVICE = "service"
    ACCOUNTABLE = "accountable"
    COMPETENT = "competent"
    HARMONIOUS = "harmonious"
    LOYAL = "loyal"
    ADAPTIVE = "adaptive"
    COLLABORATIVE = "collaborative"


class AppendixKind(StrEnum):
    """The three parts of the appendix (*lampiran SKP*)."""

    RESOURCES = "resources"
    ACCOUNTABILITY = "accountability"
    CONSEQUENCES = "consequences"


class EndKind(StrEnum):
    """Why a plan ended before its last day."""

    TRANSFER = "transfer"
    LEAVE = "leave"
    RETIREMENT = "retirement"
    OTHER = "other"


class Missing(StrEnum):
    """What keeps a plan from being sent beside the gaps that the rules name."""

    POST_GAP = "post_gap"
    NO_APPRAISER = "no_appraiser"


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of a result.

    :ivar key: the same in every version of a plan.
    :ivar target: with ``unit``; None where ``target_text`` says it in words.
    :ivar weight: percent, a reading aid; None where the target is a text.
    :ivar quarters: four targets in order, or none.
    """

    id: int
    key: int
    text: str
    aspect: Aspect
    direction: Direction
    target: Decimal | None
    unit: str
    target_text: str
    method: str
    source: str
    weight: int | None
    quarters: tuple[Decimal, ...] = ()
    uses_citizens: bool = False

    @property
    def name(self) -> str:
        """The key by which gaps name the indicator."""
        return f"i{self.key}"

    def planned(self) -> PlannedIndicator:
        """Return the indicator as the rules look at it."""
        return PlannedIndicator(
            self.name,
            self.aspect,
            self.method,
            self.source,
            direction=self.direction,
            target=self.target,
            target_text=self.target_text,
            weight=self.weight,
            quarter_targets=self.quarters,
            uses_citizens=self.uses_citizens,
        )


@dataclass(frozen=True, slots=True)
class Result:
    """A result with its indicators.

    :ivar serves_id: the leader's result that it serves, once the leader has an agreed one.
    :ivar serves_text: what it serves in words, while the leader has none here.
    :ivar own_reason: why it serves none of the leader's.
    """

    id: int
    key: int
    kind: ResultKind
    text: str
    serves_id: int | None = None
    serves_text: str = ""
    own_reason: str = ""
    assigned_by: str = ""
    indicators: tuple[Indicator, ...] = ()

    @property
    def name(self) -> str:
        """The key by which gaps name the result."""
        return f"r{self.key}"

    @property
    def waits_for_leader(self) -> bool:
        """Whether a main result serves something of the leader's that stands in words only."""
        return self.kind is ResultKind.MAIN and self.serves_id is None and not self.own_reason

    def planned(self) -> PlannedResult:
        """Return the result as the rules look at it."""
        serves = self.serves_text or self.own_reason or ("linked" if self.serves_id else "")
        return PlannedResult(
            self.name,
            self.kind,
            tuple(each.planned() for each in self.indicators),
            serves=serves,
            assigned_by=self.assigned_by,
        )


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a plan; ``counts_from`` is the first day on which it is what is expected.

    :ivar revision: grows with every change, so that two tabs notice each other.
    :ivar expectations: still encrypted, by value; values without one are left out.
    """

    id: int
    number: int
    state: PlanState
    counts_from: date
    revision: int
    sent_at: datetime | None
    agreed_at: datetime | None
    agreed_by: int | None
    results: tuple[Result, ...] = ()
    expectations: Mapping[BehaviourValue, bytes] = field(default_factory=dict)
    appendix: Mapping[AppendixKind, str] = field(default_factory=dict)

    def result(self, key: int) -> Result | None:
        """Return the result of a key, or None."""
        return next((each for each in self.results if each.key == key), None)

    def indicator(self, key: int) -> Indicator | None:
        """Return the indicator of a key, or None."""
        return next((each for each in self.indicators() if each.key == key), None)

    def indicators(self) -> tuple[Indicator, ...]:
        """Return every indicator in order."""
        return tuple(each for result in self.results for each in result.indicators)

    def lowered(self, before: "Version") -> tuple[tuple[Indicator, Indicator], ...]:
        """Return the indicators of which this version asks less than another, old and new."""
        return lowered(before.indicators(), after=self.indicators())

    def weight_sum(self) -> int:
        """Return what the weights of measurable indicators add up to."""
        return sum(each.weight or 0 for each in self.indicators() if each.target is not None)

    def gaps(self) -> tuple[PlanGap, ...]:
        """Return everything that keeps the version from being sent."""
        return plan_gaps([result.planned() for result in self.results])

    def unserved(self) -> tuple[Result, ...]:
        """Return main results that neither serve the leader's nor say why not; a warning."""
        return tuple(
            each for each in self.results if each.waits_for_leader and not each.serves_text
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """A person's plan for a span of days within a cycle, both inclusive.

    :ivar versions: in the order of their numbers; at least one.
    :ivar official_number: reference of the official record, empty while there is none.
    """

    id: int
    cycle_id: int
    person_id: int
    starts_on: date
    ends_on: date
    post: str
    unit: str
    approach: Approach
    official_number: str
    end_kind: EndKind | None
    versions: tuple[Version, ...]

    @property
    def latest(self) -> Version:
        """The version made last."""
        return self.versions[-1]

    @property
    def in_force(self) -> Version | None:
        """The version that counts, the running one first; None while none was agreed."""
        for state in (PlanState.RUNNING, PlanState.AGREED_CONDITIONALLY, PlanState.AGREED):
            for version in reversed(self.versions):
                if version.state is state:
                    return version
        return None

    @property
    def is_concluded(self) -> bool:
        """Whether its evaluation is final, so that nothing of it is reported any more."""
        return self.latest.state is PlanState.CONCLUDED

    def version(self, number: int) -> Version | None:
        """Return the version of a number, or None."""
        return next((each for each in self.versions if each.number == number), None)


def uncovered(
    spans: Sequence[tuple[date, date | None]], *, starts_on: date, ends_on: date
) -> date | None:
    """Return the first day from ``starts_on`` to ``ends_on`` that no span covers; None for none.

    :param spans: first and last day, both inclusive; no end means that it goes on.
    """
    day = starts_on
    for first, last in sorted(spans, key=lambda span: span[0]):
        if first > day:
            return day
        if last is None:
            return None
        day = max(day, last + DAY)
    return day if day <= ends_on else None


def faults_of(gaps: Sequence[PlanGap], key: str) -> tuple[PlanFault, ...]:
    """Return what is wrong with one result or indicator; the plan itself has the key ``""``."""
    return tuple(gap.fault for gap in gaps if gap.key == key)
