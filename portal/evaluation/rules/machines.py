"""Which state may follow which: one table for everything that has states.

Source: staff evaluation paper, section 9, number by number.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from portal.evaluation.rules.levels import Predicate, needs_second_reader
from portal.evaluation.rules.states import (
    ActivityState,
    AwardState,
    CalibrationState,
    CorrectionState,
    CycleState,
    DialogueState,
    LookAgainState,
    NomineeState,
    NoteState,
    ObjectionState,
    PeriodicState,
    PeriodState,
    PlanState,
    ProgrammeState,
    RatedState,
    RealisationState,
    RecommendationState,
    RoundState,
    SchemeState,
    SeatState,
    StateMachine,
    TransitionRefused,
    YearlyState,
)

Named = TypeVar("Named", bound=StrEnum)


def table_of(states: type[Named], **after: str) -> Mapping[Named, frozenset[Named]]:
    """Return the table of ``states``: values of the states that follow, parted by blanks."""
    return MappingProxyType(
        {state: frozenset(map(states, after.get(state.value, "").split())) for state in states}
    )


def ways_of(states: type[Named], *ways: str) -> frozenset[tuple[Named, Named]]:
    """Return transitions that are written ``old new``."""
    return frozenset((states(old), states(new)) for old, new in map(str.split, ways))


# 9.1
CYCLE = StateMachine(
    "cycle",
    CycleState.DRAFT,
    allowed=table_of(
        CycleState,
        draft="open cancelled",
        open="evaluating",
        evaluating="objecting",
        objecting="closed",
    ),
)
PERIOD = StateMachine(
    "period",
    PeriodState.OPEN,
    allowed=table_of(PeriodState, open="reporting", reporting="evaluated"),
)
# 9.2
PLAN = StateMachine(
    "plan",
    PlanState.DRAFT,
    allowed=table_of(
        PlanState,
        draft="submitted",
        submitted="agreed agreed_conditionally returned",
        returned="draft",
        agreed_conditionally="agreed running",
        agreed="running",
        running="concluded amended ended_early",
    ),
    with_reason=ways_of(PlanState, "submitted returned", "running amended"),
)
# 9.3
ACTIVITY = StateMachine(
    "activity",
    ActivityState.DRAFT,
    allowed=table_of(
        ActivityState, draft="sent", sent="accepted returned rejected", returned="sent"
    ),
    with_reason=ways_of(ActivityState, "sent returned", "sent rejected"),
)
# 9.4: what was not reported may still be reported late, until the year is confirmed.
REALISATION = StateMachine(
    "realisation",
    RealisationState.OPEN,
    allowed=table_of(
        RealisationState,
        open="reported not_measurable not_reported",
        reported="verified disputed not_measurable",
        disputed="reported not_measurable",
        not_reported="reported",
    ),
    with_reason=ways_of(
        RealisationState,
        "reported disputed",
        "open not_measurable",
        "reported not_measurable",
        "disputed not_measurable",
    ),
)
# 9.5
NOTE = StateMachine(
    "note", NoteState.WRITTEN, allowed=table_of(NoteState, written="read", read="answered")
)
DIALOGUE = StateMachine(
    "dialogue",
    DialogueState.PLANNED,
    allowed=table_of(DialogueState, planned="held", held="confirmed disputed"),
)
# 9.6
ROUND = StateMachine(
    "round",
    RoundState.PLANNED,
    allowed=table_of(
        RoundState,
        planned="drawn",
        drawn="collecting",
        collecting="folding void",
        folding="folded",
    ),
)
RATED = StateMachine(
    "rated person",
    RatedState.WAITING,
    allowed=table_of(RatedState, waiting="folded too_few no_pool"),
)
# 9.7: the self-report and the acknowledgement are skipped when their deadline is over.
PERIODIC = StateMachine(
    "periodic evaluation",
    PeriodicState.NOT_STARTED,
    allowed=table_of(
        PeriodicState,
        not_started="self_reported in_review",
        self_reported="in_review",
        in_review="shown",
        shown="acknowledged",
    ),
    after_deadline=ways_of(PeriodicState, "not_started in_review"),
)
# 9.8
YEARLY = StateMachine(
    "yearly evaluation",
    YearlyState.NOT_STARTED,
    allowed=table_of(
        YearlyState,
        not_started="self_reported rated",
        self_reported="rated",
        rated="unit_review",
        unit_review="second_look confirmed rated",
        second_look="confirmed rated",
        confirmed="delivered",
        delivered="received under_objection",
        received="final under_objection",
        under_objection="final",
        final="under_objection",
    ),
    with_reason=ways_of(
        YearlyState, "unit_review rated", "second_look rated", "final under_objection"
    ),
    after_deadline=ways_of(YearlyState, "not_started rated"),
)
# 9.9
OBJECTION = StateMachine(
    "objection",
    ObjectionState.DRAFT,
    allowed=table_of(
        ObjectionState,
        draft="filed",
        filed="admitted inadmissible withdrawn",
        admitted="hearing",
        hearing="decided",
        decided="closed",
    ),
    with_reason=ways_of(ObjectionState, "filed inadmissible", "hearing decided"),
)
# 10.4
CORRECTION = StateMachine(
    "correction",
    CorrectionState.PROPOSED,
    allowed=table_of(
        CorrectionState,
        proposed="agreed refused withdrawn",
        agreed="confirmed refused withdrawn",
    ),
    with_reason=ways_of(CorrectionState, "proposed refused", "agreed refused"),
)
# 13
LOOK_AGAIN = StateMachine(
    "note to look again",
    LookAgainState.OPEN,
    allowed=table_of(LookAgainState, open="kept changed gone", gone="open"),
    with_reason=ways_of(LookAgainState, "open kept", "open changed"),
)
CALIBRATION = StateMachine(
    "calibration meeting",
    CalibrationState.PLANNED,
    allowed=table_of(CalibrationState, planned="held cancelled"),
)
# 9.10
PROGRAMME = StateMachine(
    "programme",
    ProgrammeState.PROPOSED,
    allowed=table_of(
        ProgrammeState,
        proposed="agreed",
        agreed="running",
        running="reviewed extended",
        extended="reviewed",
        reviewed="closed",
    ),
)
# 9.11
RECOMMENDATION = StateMachine(
    "recommendation",
    RecommendationState.SUGGESTED,
    allowed=table_of(
        RecommendationState,
        suggested="accepted declined",
        accepted="planned",
        planned="taking_part",
        taking_part="done",
        done="effect_checked",
    ),
    with_reason=ways_of(RecommendationState, "suggested declined"),
)
# 9.12
SCHEME = StateMachine(
    "award scheme",
    SchemeState.DRAFT,
    allowed=table_of(
        SchemeState,
        draft="published",
        published="nominating",
        nominating="screening",
        screening="judging",
        judging="decided",
        decided="announced",
        announced="closed",
    ),
)
NOMINEE = StateMachine(
    "nominee",
    NomineeState.NOMINATED,
    allowed=table_of(
        NomineeState, nominated="eligible not_eligible withdrawn", eligible="withdrawn"
    ),
)
SEAT = StateMachine(
    "jury seat",
    SeatState.DRAWN,
    allowed=table_of(SeatState, drawn="taken stepped_out", taken="stepped_out"),
)
AWARD = StateMachine(
    "award",
    AwardState.GIVEN,
    allowed=table_of(AwardState, given="taken_back"),
    with_reason=ways_of(AwardState, "given taken_back"),
)


def confirmed_year(old: YearlyState, *, predicate: Predicate) -> YearlyState:
    """Return ``confirmed`` when a yearly evaluation may be confirmed from ``old``.

    *Butuh Perbaikan* and lower are confirmed only after the second look; the others without it.

    :raises TransitionRefused: from a state that does not lead there, or without the second look.
    """
    new = YEARLY.moved(old, to=YearlyState.CONFIRMED)
    if needs_second_reader(predicate) and old is not YearlyState.SECOND_LOOK:
        raise TransitionRefused(
            YEARLY.thing, old=old, new=new, because="a second reader looks first"
        )
    return new


def transitions_of(machine: StateMachine[Named]) -> Iterator[tuple[Named, Named]]:
    """Return every allowed transition, for a table that the database keeps, too."""
    for old, after in machine.allowed.items():
        yield from ((old, new) for new in sorted(after))
