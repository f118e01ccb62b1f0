"""The states of a complaint and the only ways from one to another."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from portal.complaints.intake.kinds import Reason


class State(StrEnum):
    """Where a complaint stands; the order is the usual course."""

    NEW = "new"
    VERIFIED = "verified"
    FORWARDED = "forwarded"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"
    POSTPONED = "postponed"
    ELSEWHERE = "elsewhere"
    ARCHIVED = "archived"


class ImpossibleTransition(ValueError):
    """A complaint cannot go from its state to the one asked for."""


class ReasonMissing(ValueError):
    """A state that needs a reason was asked for without one that fits it."""


TRANSITIONS: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.NEW: frozenset({State.VERIFIED, State.POSTPONED, State.ELSEWHERE, State.ARCHIVED}),
        State.POSTPONED: frozenset({State.VERIFIED, State.ARCHIVED, State.ELSEWHERE}),
        State.VERIFIED: frozenset({State.FORWARDED, State.ELSEWHERE, State.ARCHIVED}),
        State.FORWARDED: frozenset({State.IN_PROGRESS, State.ANSWERED, State.ELSEWHERE}),
        State.IN_PROGRESS: frozenset({State.ANSWERED, State.ELSEWHERE}),
        State.ANSWERED: frozenset({State.CLOSED, State.REOPENED}),
        State.REOPENED: frozenset({State.IN_PROGRESS, State.ANSWERED}),
        State.CLOSED: frozenset({State.REOPENED}),
        State.ELSEWHERE: frozenset(),
        State.ARCHIVED: frozenset(),
    }
)

REASONS: Mapping[State, frozenset[Reason]] = MappingProxyType(
    {
        State.POSTPONED: frozenset({Reason.INCOMPLETE}),
        State.ELSEWHERE: frozenset({Reason.NOT_OUR_COMPETENCE}),
        State.ARCHIVED: frozenset(
            {
                Reason.SPAM,
                Reason.DUPLICATE,
                Reason.NO_SUBSTANCE,
                Reason.UNDER_LEGAL_PROCEEDINGS,
                Reason.WITHDRAWN,
                Reason.INCOMPLETE,
            }
        ),
    }
)

OPEN_STATES = frozenset(
    {State.NEW, State.VERIFIED, State.FORWARDED, State.IN_PROGRESS, State.REOPENED}
)
ENDED_STATES = frozenset({State.CLOSED, State.ELSEWHERE, State.ARCHIVED})


def checked_transition(old: State, new: State, *, reason: Reason | None = None) -> State:
    """Return ``new`` when a complaint may go there from ``old``.

    :param reason: why; needed for postponed, elsewhere and archived, refused otherwise.
    :raises ImpossibleTransition: when no such way exists.
    :raises ReasonMissing: when the reason does not fit the new state.
    """
    if new not in TRANSITIONS[old]:
        raise ImpossibleTransition(f"a complaint that is {old} cannot become {new}")
    fitting = REASONS.get(new)
    if fitting is None and reason is None:
        return new
    if fitting is None or reason not in fitting:
        raise ReasonMissing(f"{new} needs one of its own reasons, not {reason}")
    return new
