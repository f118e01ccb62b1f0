"""An objection as values: what is disputed, who says what of it, and what a decision may do."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.evaluation.realisations.evidence import FileShown
from portal.evaluation.rules.levels import QUADRANT, ExpectationLevel, Predicate, is_worse
from portal.evaluation.rules.states import ObjectionState

MOST_POINTS = 5
# Filed, and neither decided nor given up: the result waits for it.
PENDING = (ObjectionState.FILED, ObjectionState.ADMITTED, ObjectionState.HEARING)
# States in which both sides are heard.
HEARD = (ObjectionState.ADMITTED, ObjectionState.HEARING)
# Another one may follow: nothing was decided.
ENDED_WITHOUT = (ObjectionState.WITHDRAWN, ObjectionState.INADMISSIBLE)
DECIDED = (ObjectionState.DECIDED, ObjectionState.CLOSED)
Levels = tuple[ExpectationLevel, ExpectationLevel]
# Result and behaviour, each None where none was chosen or asked for.
AskedLevels = tuple[ExpectationLevel | None, ExpectationLevel | None]


class Inadmissibility(StrEnum):
    """Why an objection is not looked into."""

    LATE = "late"
    NOT_OWN = "not_own"
    NO_REASONS = "no_reasons"


class ObjectionOutcome(StrEnum):
    """What was decided of the result: it stands, or it changes."""

    UPHELD = "upheld"
    CHANGED = "changed"


class PointFinding(StrEnum):
    """What was decided of one point."""

    FOUNDED = "founded"
    PARTLY = "partly"
    UNFOUNDED = "unfounded"


class DeciderOrigin(StrEnum):
    """How somebody became the one who decides."""

    SUPERIOR = "superior"
    LOT = "lot"


class CaseSide(StrEnum):
    """The two sides that are heard."""

    PERSON = "person"
    APPRAISER = "appraiser"


class Worsens(ValueError):
    """A decision would lower a level or the predicate, which the rules of the cycle forbid."""


class ObjectionDecisionIncomplete(ValueError):
    """A level, or a finding with its reason, is missing.

    :ivar missing: names of the fields.
    """

    def __init__(self, missing: Collection[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of an objection; texts are encrypted.

    :ivar claim: why the person holds the result to be wrong, said when it was filed.
    :ivar answer: what the appraiser says to it.
    :ivar reply: what the person adds while both are heard.
    """

    number: int
    claim: bytes | None
    answer: bytes | None = None
    reply: bytes | None = None
    finding: PointFinding | None = None
    finding_reason: bytes | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection as it stands.

    :ivar number: of the result: 1 for the first.
    :ivar is_late: filed after the last day, with a reason.
    :ivar snapshot_number: which document of the result it is about; None while it is a draft.
    :ivar before: result and behaviour as they stood when it was filed.
    :ivar asked: what the person asks for; None where that part is not disputed.
    :ivar explain_until, decide_until: last days, inclusive; None before it was admitted.
    :ivar chosen: result and behaviour as who decides keeps them while writing.
    :ivar decided: result and behaviour by the decision; None before it.
    :ivar wrapped_key: of its texts; None for one from before cases had keys, and once destroyed.
    :ivar expired_on: the day on which its texts were destroyed.
    """

    id: int
    evaluation_id: int
    plan_id: int
    person_id: int
    cycle_id: int
    appraiser_id: int
    number: int
    state: ObjectionState
    revision: int
    is_late: bool
    may_worsen: bool
    late_reason: bytes | None
    filed_on: date | None
    decider_id: int | None
    snapshot_number: int | None
    before: Levels
    asked: AskedLevels
    admitted_on: date | None
    explain_until: date | None
    decide_until: date | None
    extended_on: date | None
    extension_reason: bytes | None
    person_done_on: date | None
    appraiser_done_on: date | None
    inadmissible_because: Inadmissibility | None
    outcome: ObjectionOutcome | None
    chosen: AskedLevels
    decided: Levels | None
    decided_on: date | None
    points: tuple[Point, ...] = ()
    wrapped_key: bytes | None = None
    expired_on: date | None = None

    @property
    def is_draft(self) -> bool:
        """Whether it was not filed yet; only its person reads it."""
        return self.state is ObjectionState.DRAFT

    @property
    def is_pending(self) -> bool:
        """Whether it was filed and is neither decided nor given up."""
        return self.state in PENDING

    @property
    def is_heard(self) -> bool:
        """Whether both sides may explain."""
        return self.state in HEARD

    @property
    def decided_predicate(self) -> Predicate | None:
        """The predicate of the decided levels; None before the decision."""
        return None if self.decided is None else QUADRANT[self.decided]

    @property
    def is_decided(self) -> bool:
        """Whether a decision stands; it is final."""
        return self.state in DECIDED

    @property
    def needs_decider(self) -> bool:
        """Whether it waits for the office to draw a substitute."""
        return self.is_pending and self.decider_id is None

    def is_overdue(self, on: date) -> bool:
        """Return whether its decision is late."""
        until = self.decide_until
        return self.is_heard and until is not None and until < on

    def done_on(self, side: CaseSide) -> date | None:
        """Return the day on which a side sent its explanation, or None."""
        return self.person_done_on if side is CaseSide.PERSON else self.appraiser_done_on

    def waits_for(self, side: CaseSide) -> bool:
        """Return whether a side may still explain."""
        return self.is_heard and self.done_on(side) is None


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """A piece of new evidence; texts are encrypted.

    :ivar digest: SHA-256 of the file, where it is one.
    """

    id: int
    side: CaseSide
    title: bytes
    link: bytes | None
    added_on: date
    file: FileShown | None = None
    digest: str = ""
    removed_on: date | None = None
    removal_reason: bytes | None = None


@dataclass(frozen=True, slots=True)
class PointDecision:
    """What is decided of one point; the reason is encrypted."""

    finding: PointFinding | None
    reason: bytes | None


@dataclass(frozen=True, slots=True)
class ObjectionDecision:
    """What is decided of an objection.

    :ivar levels: result and behaviour; None where none was chosen yet.
    :ivar points: by number.
    """

    levels: AskedLevels
    points: Mapping[int, PointDecision]


def checked_decision(decision: ObjectionDecision, *, objection: Objection) -> Levels:
    """Return the levels of a decision that is complete and allowed.

    :raises DecisionIncomplete: naming what is missing.
    :raises Worsens: when it lowers what the person had, and the rules of the cycle forbid it.

    Source: staff evaluation paper 9.9; that nobody is worse off by the own objection is a
    decision of this portal, to be checked by the city's legal section.
    """
    result, behaviour = decision.levels
    missing = [
        name for name, level in (("result", result), ("behaviour", behaviour)) if level is None
    ]
    for point in objection.points:
        given = decision.points.get(point.number, PointDecision(None, None))
        missing += [f"finding_{point.number}"] * (given.finding is None)
        missing += [f"reason_{point.number}"] * (given.reason is None)
    if missing or result is None or behaviour is None:
        raise ObjectionDecisionIncomplete(missing)
    if not objection.may_worsen and is_worse((result, behaviour), objection.before):
        raise Worsens(f"{result} {behaviour}")
    return result, behaviour


def outcome_of(levels: Levels, *, before: Levels) -> ObjectionOutcome:
    """Return whether a result stands or changes."""
    return ObjectionOutcome.UPHELD if levels == before else ObjectionOutcome.CHANGED
