"""All states: of cycles, plans, evaluations and so on, in their usual order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar


class CycleState(StrEnum):
    """*Periode*: one yearly cycle of the city."""

    DRAFT = "draft"
    OPEN = "open"
    EVALUATING = "evaluating"
    OBJECTING = "objecting"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class PeriodState(StrEnum):
    """A part of the cycle, by default a quarter."""

    OPEN = "open"
    REPORTING = "reporting"
    EVALUATED = "evaluated"


class PlanState(StrEnum):
    """One version of a plan (*SKP*); ``AMENDED`` gave way to a new version."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    AGREED_CONDITIONALLY = "agreed_conditionally"
    AGREED = "agreed"
    RUNNING = "running"
    AMENDED = "amended"
    ENDED_EARLY = "ended_early"
    CONCLUDED = "concluded"


class ActivityState(StrEnum):
    """*Aktivitas harian*; silence is never acceptance."""

    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class RealisationState(StrEnum):
    """*Realisasi* of an indicator in a period; nothing drops out by silence."""

    OPEN = "open"
    REPORTED = "reported"
    VERIFIED = "verified"
    DISPUTED = "disputed"
    NOT_MEASURABLE = "not_measurable"
    NOT_REPORTED = "not_reported"


class NoteState(StrEnum):
    """A note of feedback."""

    WRITTEN = "written"
    READ = "read"
    ANSWERED = "answered"


class DialogueState(StrEnum):
    """*Dialog kinerja*."""

    PLANNED = "planned"
    HELD = "held"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"


class RoundState(StrEnum):
    """The city's round of colleagues' answers; void after a restore."""

    PLANNED = "planned"
    DRAWN = "drawn"
    COLLECTING = "collecting"
    FOLDING = "folding"
    FOLDED = "folded"
    VOID = "void"


class RatedState(StrEnum):
    """What a round gives for one person."""

    WAITING = "waiting"
    FOLDED = "folded"
    TOO_FEW = "too_few"
    NO_POOL = "no_pool"


class PeriodicState(StrEnum):
    """*Evaluasi kinerja periodik*."""

    NOT_STARTED = "not_started"
    SELF_REPORTED = "self_reported"
    IN_REVIEW = "in_review"
    SHOWN = "shown"
    ACKNOWLEDGED = "acknowledged"


class YearlyState(StrEnum):
    """*Evaluasi kinerja tahunan*."""

    NOT_STARTED = "not_started"
    SELF_REPORTED = "self_reported"
    RATED = "rated"
    UNIT_REVIEW = "unit_review"
    SECOND_LOOK = "second_look"
    CONFIRMED = "confirmed"
    DELIVERED = "delivered"
    RECEIVED = "received"
    UNDER_OBJECTION = "under_objection"
    FINAL = "final"


class ObjectionState(StrEnum):
    """*Keberatan*."""

    DRAFT = "draft"
    FILED = "filed"
    WITHDRAWN = "withdrawn"
    ADMITTED = "admitted"
    INADMISSIBLE = "inadmissible"
    HEARING = "hearing"
    DECIDED = "decided"
    CLOSED = "closed"


class CorrectionState(StrEnum):
    """*Koreksi salah ketik* of a confirmed result."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class LookAgainState(StrEnum):
    """A note "please look again" to an appraiser; it is gone when its sign is seen no more."""

    OPEN = "open"
    KEPT = "kept"
    CHANGED = "changed"
    GONE = "gone"


class CalibrationState(StrEnum):
    """*Forum kalibrasi*: a meeting of an agency's appraisers."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class ProgrammeState(StrEnum):
    """*Program perbaikan kinerja*; extended once at the most."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    RUNNING = "running"
    EXTENDED = "extended"
    REVIEWED = "reviewed"
    CLOSED = "closed"


class RecommendationState(StrEnum):
    """A way of development that was suggested to a person."""

    SUGGESTED = "suggested"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    PLANNED = "planned"
    TAKING_PART = "taking_part"
    DONE = "done"
    EFFECT_CHECKED = "effect_checked"


class SchemeState(StrEnum):
    """*Skema penghargaan*; its rules stand before the year they count for."""

    DRAFT = "draft"
    PUBLISHED = "published"
    NOMINATING = "nominating"
    SCREENING = "screening"
    JUDGING = "judging"
    DECIDED = "decided"
    ANNOUNCED = "announced"
    CLOSED = "closed"


class NomineeState(StrEnum):
    """A nominee of an award; screened when the numbers are frozen, never public."""

    NOMINATED = "nominated"
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    WITHDRAWN = "withdrawn"


class SeatState(StrEnum):
    """A juror's seat; who has a conflict steps out, at any time before the points are open."""

    DRAWN = "drawn"
    TAKEN = "taken"
    STEPPED_OUT = "stepped_out"


class AwardState(StrEnum):
    """An award that was decided; it is taken back by the one who decided, with a reason."""

    GIVEN = "given"
    TAKEN_BACK = "taken_back"


Named = TypeVar("Named", bound=StrEnum)


class TransitionRefused(ValueError):
    """A thing cannot go from its state to the one asked for.

    :ivar thing: which machine refused.
    :ivar old: the state it is in.
    :ivar new: the state asked for.
    """

    def __init__(self, thing: str, *, old: StrEnum, new: StrEnum, because: str = "") -> None:
        why = f": {because}" if because else ""
        super().__init__(f"{thing}: {old.value} cannot become {new.value}{why}")
        self.thing = thing
        self.old = old
        self.new = new


@dataclass(frozen=True, slots=True)
class StateMachine(Generic[Named]):
    """Every allowed transition of one thing.

    :ivar thing: its name in messages and audit entries.
    :ivar first: the state it begins in.
    :ivar allowed: the states that each state may become; every state is a key.
    :ivar with_reason: transitions that stand only with a reason.
    :ivar after_deadline: transitions that skip a step, once the step's deadline is over.
    """

    thing: str
    first: Named
    allowed: Mapping[Named, frozenset[Named]]
    with_reason: frozenset[tuple[Named, Named]] = field(default_factory=frozenset)
    after_deadline: frozenset[tuple[Named, Named]] = field(default_factory=frozenset)

    def moved(
        self, old: Named, *, to: Named, reason: str = "", is_deadline_over: bool = False
    ) -> Named:
        """Return ``to`` when the thing may go there from ``old``.

        :param reason: needed where ``with_reason`` says so; blanks alone are none.
        :param is_deadline_over: of the step that is skipped, where ``after_deadline`` says so.
        :raises TransitionRefused: for a transition that is not listed, without its reason, or
            before the deadline of the step that it skips.
        """
        if to not in self.allowed[old]:
            raise TransitionRefused(self.thing, old=old, new=to)
        if (old, to) in self.with_reason and not reason.strip():
            raise TransitionRefused(self.thing, old=old, new=to, because="a reason is needed")
        if (old, to) in self.after_deadline and not is_deadline_over:
            raise TransitionRefused(self.thing, old=old, new=to, because="the deadline still runs")
        return to

    def ends(self) -> frozenset[Named]:
        """Return the states that nothing leads out of."""
        return frozenset(state for state, after in self.allowed.items() if not after)
