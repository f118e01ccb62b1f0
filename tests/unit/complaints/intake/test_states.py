"""A complaint goes only where the field's rules let it go, and says why when it must."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.complaints.intake.kinds import (
    ENDED_STATES,
    OPEN_STATES,
    REASONS,
    TRANSITIONS,
    Concern,
    DecisionReason,
    DecisionReasonMissing,
    ImpossibleTransition,
    Queue,
    State,
    checked_transition,
    queue_for,
)


def test_the_usual_course_runs_from_new_to_closed() -> None:
    course = [
        State.NEW,
        State.VERIFIED,
        State.FORWARDED,
        State.IN_PROGRESS,
        State.ANSWERED,
        State.CLOSED,
        State.REOPENED,
        State.ANSWERED,
    ]

    for old, new in pairwise(course):
        assert checked_transition(old, new) is new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (State.NEW, State.ANSWERED),
        (State.NEW, State.CLOSED),
        (State.ARCHIVED, State.NEW),
        (State.ELSEWHERE, State.REOPENED),
        (State.CLOSED, State.ANSWERED),
        (State.ANSWERED, State.ARCHIVED),
    ],
)
def test_a_complaint_cannot_skip_or_rise_from_the_dead(old: State, new: State) -> None:
    with pytest.raises(ImpossibleTransition):
        checked_transition(old, new)


@pytest.mark.parametrize("state", [State.POSTPONED, State.ELSEWHERE, State.ARCHIVED])
def test_setting_aside_needs_a_reason_of_its_own(state: State) -> None:
    with pytest.raises(DecisionReasonMissing):
        checked_transition(State.NEW, state)
    with pytest.raises(DecisionReasonMissing):
        checked_transition(State.NEW, state, reason=DecisionReason.INSULT)
    for reason in REASONS[state]:
        assert checked_transition(State.NEW, state, reason=reason) is state


def test_going_on_needs_no_reason_and_takes_none() -> None:
    with pytest.raises(DecisionReasonMissing):
        checked_transition(State.NEW, State.VERIFIED, reason=DecisionReason.SPAM)


@given(st.sampled_from(State), st.sampled_from(State))
def test_the_table_alone_decides(old: State, new: State) -> None:
    reason = next(iter(REASONS.get(new, ())), None)
    if new in TRANSITIONS[old]:
        assert checked_transition(old, new, reason=reason) is new
    else:
        with pytest.raises(ImpossibleTransition):
            checked_transition(old, new, reason=reason)


def test_every_state_is_reached_and_open_states_can_end() -> None:
    reached = {State.NEW}.union(*TRANSITIONS.values())

    assert reached == set(State)
    assert OPEN_STATES.isdisjoint(ENDED_STATES)
    assert all(TRANSITIONS[state] for state in OPEN_STATES)


@pytest.mark.parametrize(
    ("concern", "queue"),
    [
        (Concern.SERVICE, Queue.AGENCY),
        (Concern.OFFICER, Queue.AGENCY),
        (Concern.HEAD, Queue.INSPECTORATE),
        (Concern.LEVY, Queue.INSPECTORATE),
    ],
)
def test_what_the_agency_would_judge_of_itself_goes_past_it(concern: Concern, queue: Queue) -> None:
    assert queue_for(concern) is queue
