"""Evaluations as values: which answers, receipts and opinions there are, and what was rated."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from portal.evaluation.monitoring.domain import DifficultyCause
from portal.evaluation.rules.levels import ExpectationLevel, Predicate, needs_second_reader
from portal.evaluation.rules.states import PeriodicState, YearlyState

# States in which a result was confirmed and does not change any more by the appraiser.
CONFIRMED = (
    YearlyState.CONFIRMED,
    YearlyState.DELIVERED,
    YearlyState.RECEIVED,
    YearlyState.UNDER_OBJECTION,
    YearlyState.FINAL,
)
# States in which the person reads the result.
DELIVERED = CONFIRMED[1:]
# States in which steps and levels may still be written.
UNRATED = (YearlyState.NOT_STARTED, YearlyState.SELF_REPORTED)
# States of a quarter that the person reads.
SHOWN = (PeriodicState.SHOWN, PeriodicState.ACKNOWLEDGED)
LOW = tuple(each for each in Predicate if needs_second_reader(each))


class QuarterAnswer(StrEnum):
    """What a person says to a quarter's evaluation."""

    AGREED = "agreed"
    DISAGREED = "disagreed"


class Receipt(StrEnum):
    """How a result was received."""

    PRESSED = "pressed"
    HANDED_OVER = "handed_over"
    DEEMED = "deemed"


class Opinion(StrEnum):
    """What a second reader says."""

    AGREES = "agrees"
    RETURNS = "returns"


class SaidIn(StrEnum):
    """The texts of a quarter's evaluation; every one is encrypted."""

    SELF_REPORT = "self_report"
    RESULT_REASON = "result_reason"
    EXAMPLE = "example"
    STRENGTHS = "strengths"
    WEAKNESSES = "weaknesses"
    ADVICE = "advice"
    PROVIDES = "provides"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Periodic:
    """A quarter's evaluation as it stands.

    :ivar suggested_level: what the result's aid said when it was shown; None without an aid.
    :ivar texts: still encrypted; what is empty is left out.
    """

    id: int
    plan_id: int
    person_id: int
    cycle_id: int
    period_number: int
    state: PeriodicState
    revision: int
    appraiser_id: int | None
    result_level: ExpectationLevel | None
    behaviour_level: ExpectationLevel | None
    suggested_level: ExpectationLevel | None
    cause: DifficultyCause | None
    shown_on: date | None
    answer: QuarterAnswer | None
    answered_on: date | None
    texts: Mapping[SaidIn, bytes] = field(default_factory=dict)

    @property
    def is_shown(self) -> bool:
        """Whether the person reads what the appraiser wrote."""
        return self.state in SHOWN


@dataclass(frozen=True, slots=True)
class GivenStep:
    """The appraiser's step of one value, 1 to 5; the example is still encrypted."""

    step: int
    example: bytes | None


@dataclass(frozen=True, slots=True)
class Rating:
    """Steps and levels as the appraiser set them once; a change is another rating.

    :ivar number: 1 was set before colleagues' outcome was shown, later ones after it.
    :ivar steps: by value; seven of them.
    :ivar aid_result, aid_behaviour: levels that the aids suggested then; None without an aid.
    """

    id: int
    number: int
    appraiser_id: int
    made_at: datetime
    result: ExpectationLevel
    behaviour: ExpectationLevel
    aid_result: ExpectationLevel | None
    aid_behaviour: ExpectationLevel | None
    result_reason: bytes | None
    behaviour_reason: bytes | None
    change_reason: bytes | None
    steps: Mapping[str, GivenStep]


@dataclass(frozen=True, slots=True)
class SecondLook:
    """A second reader, drawn by lot, with the opinion once there is one."""

    id: int
    reader_id: int
    drawn_on: date
    opinion: Opinion | None
    reason: bytes | None


@dataclass(frozen=True, slots=True)
class Yearly:
    """A year's evaluation as it stands.

    :ivar first_level, last_level: what the aid says by the first and by the last targets.
    :ivar ratings: in order; none before it is rated.
    """

    id: int
    plan_id: int
    person_id: int
    cycle_id: int
    state: YearlyState
    revision: int
    self_report: bytes | None
    appraiser_id: int | None
    result_level: ExpectationLevel | None
    behaviour_level: ExpectationLevel | None
    predicate: Predicate | None
    first_level: ExpectationLevel | None
    last_level: ExpectationLevel | None
    targets_confirmed_by: int | None
    reviewed_by: int | None
    second_reader_id: int | None
    decider_id: int | None
    confirmed_by: int | None
    confirmed_at: datetime | None
    delivered_on: date | None
    received_on: date | None
    receipt: Receipt | None
    object_until: date | None
    ratings: tuple[Rating, ...] = ()

    @property
    def is_confirmed(self) -> bool:
        """Whether the result stands and has a snapshot."""
        return self.state in CONFIRMED

    @property
    def is_delivered(self) -> bool:
        """Whether the person reads the result."""
        return self.state in DELIVERED

    @property
    def latest(self) -> Rating | None:
        """The rating that counts."""
        return self.ratings[-1] if self.ratings else None

    @property
    def targets_differ(self) -> bool:
        """Whether the first and the last targets suggest different levels."""
        return None not in {self.first_level, self.last_level} and (
            self.first_level is not self.last_level
        )

    @property
    def needs_second_look(self) -> bool:
        """Whether somebody of another unit reads it before it is confirmed."""
        return self.predicate is not None and needs_second_reader(self.predicate)
