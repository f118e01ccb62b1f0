"""The fixed words of complaints: kinds, queues, decisions and their reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from portal.time.working_days import WorkingDays


class Kind(StrEnum):
    """What a citizen writes about; praise and suggestions carry no deadline of law."""

    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    QUESTION = "question"
    PRAISE = "praise"


class Happened(StrEnum):
    """When it happened, roughly: a day would make the writer easy to find."""

    THIS_WEEK = "this_week"
    THIS_MONTH = "this_month"
    EARLIER = "earlier"
    UNSURE = "unsure"


class Concern(StrEnum):
    """What decides the queue of an item: not the agency's where the agency would judge itself."""

    SERVICE = "service"
    OFFICER = "officer"
    HEAD = "head"
    LEVY = "levy"


class Queue(StrEnum):
    """Who deals with an item."""

    AGENCY = "agency"
    CITY = "city"
    INSPECTORATE = "inspectorate"


class TextDecision(StrEnum):
    """What the public sees of a text; hiding never deletes."""

    UNDECIDED = "undecided"
    PUBLISHED = "published"
    REDACTED = "redacted"
    INTERNAL = "internal"
    HIDDEN = "hidden"


class DecisionReason(StrEnum):
    """Why a text was hidden or an item postponed, sent elsewhere, archived or passed on."""

    PERSONAL_DATA = "personal_data"
    INSULT = "insult"
    HATE = "hate"
    SPAM = "spam"
    DUPLICATE = "duplicate"
    NOT_ASKED = "not_asked"
    INCOMPLETE = "incomplete"
    NOT_OUR_COMPETENCE = "not_our_competence"
    UNDER_LEGAL_PROCEEDINGS = "under_legal_proceedings"
    NO_SUBSTANCE = "no_substance"
    WITHDRAWN = "withdrawn"
    WRONG_AGENCY = "wrong_agency"
    HAPPENED_ELSEWHERE = "happened_elsewhere"
    TASK_MOVED = "task_moved"
    SENT_BACK = "sent_back"


# A text is hidden only for what it holds; archiving has reasons of its own.
HIDING_REASONS = frozenset(
    {
        DecisionReason.PERSONAL_DATA,
        DecisionReason.INSULT,
        DecisionReason.HATE,
        DecisionReason.SPAM,
        DecisionReason.DUPLICATE,
    }
)

# Why another agency of the city deals with an item than the one it was written to.
PASSING_REASONS = frozenset(
    {
        DecisionReason.WRONG_AGENCY,
        DecisionReason.HAPPENED_ELSEWHERE,
        DecisionReason.TASK_MOVED,
        DecisionReason.SENT_BACK,
    }
)


class AppealOutcome(StrEnum):
    """How an appeal against a removal ended."""

    PENDING = "pending"
    UPHELD = "upheld"
    GRANTED = "granted"


def queue_for(concern: Concern) -> Queue:
    """Return the queue an item starts in: the inspectorate's when about a head or an illegal levy.

    Source: complaints paper, "must not be decided by the person it is about".
    """
    return Queue.INSPECTORATE if concern in {Concern.HEAD, Concern.LEVY} else Queue.AGENCY


class Speaker(StrEnum):
    """Who wrote a message."""

    CITIZEN = "citizen"
    OFFICE = "office"


class ComplaintStep(StrEnum):
    """What happened in a complaint's history."""

    RECEIVED = "received"
    MOVED = "moved"
    DECIDED = "decided"
    ANSWERED = "answered"
    REPLIED = "replied"
    HELPED = "helped"
    APPEALED = "appealed"
    APPEAL_DECIDED = "appeal_decided"
    QUEUE_CHANGED = "queue_changed"
    HANDED_OVER = "handed_over"
    GROUPED = "grouped"
    PURGED = "purged"


class Theme(StrEnum):
    """What a promised action is about; real comments' usual themes."""

    WAITING_TIME = "waiting_time"
    INFORMATION = "information"
    CONDUCT = "conduct"
    COST = "cost"
    FACILITIES = "facilities"
    ACCESS = "access"
    ONLINE = "online"
    OTHER = "other"


class PromiseState(StrEnum):
    """How a promised action stands, in the order in which it is shown."""

    DONE = "done"
    PROMISED = "promised"
    LATE = "late"
    WITHDRAWN = "withdrawn"


class PromiseStep(StrEnum):
    """What was done with a promised action after it was promised."""

    DONE = "done"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"
    RESUMED = "resumed"


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


class DecisionReasonMissing(ValueError):
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

REASONS: Mapping[State, frozenset[DecisionReason]] = MappingProxyType(
    {
        State.POSTPONED: frozenset({DecisionReason.INCOMPLETE}),
        State.ELSEWHERE: frozenset({DecisionReason.NOT_OUR_COMPETENCE}),
        State.ARCHIVED: frozenset(
            {
                DecisionReason.SPAM,
                DecisionReason.DUPLICATE,
                DecisionReason.NO_SUBSTANCE,
                DecisionReason.UNDER_LEGAL_PROCEEDINGS,
                DecisionReason.WITHDRAWN,
                DecisionReason.INCOMPLETE,
            }
        ),
    }
)

OPEN_STATES = frozenset(
    {State.NEW, State.VERIFIED, State.FORWARDED, State.IN_PROGRESS, State.REOPENED}
)
ENDED_STATES = frozenset({State.CLOSED, State.ELSEWHERE, State.ARCHIVED})


def checked_transition(old: State, new: State, *, reason: DecisionReason | None = None) -> State:
    """Return ``new`` when a complaint may go there from ``old``.

    :param reason: why; needed for postponed, elsewhere and archived, refused otherwise.
    :raises ImpossibleTransition: when the rules have no such transition.
    :raises ReasonMissing: when the reason does not fit the new state.
    """
    if new not in TRANSITIONS[old]:
        raise ImpossibleTransition(f"a complaint that is {old} cannot become {new}")
    fitting = REASONS.get(new)
    if fitting is None and reason is None:
        return new
    if fitting is None or reason not in fitting:
        raise DecisionReasonMissing(f"{new} needs one of its own reasons, not {reason}")
    return new


# How long nobody else works on an item that somebody has claimed.
CLAIM_LASTS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Promises:
    """How many working days each step may take; defaults of SP4N-LAPOR!, local policy.

    Source: complaints paper (3 to verify, 5 to answer, 10 for the citizen's response).
    """

    verify_days: int = 3
    answer_days: int = 5
    response_days: int = 10


def promised_on(
    state: State, since: date, *, promises: Promises, calendar: WorkingDays
) -> date | None:
    """Return the day by which the agency's next step is due, or None where none is due.

    :param since: the day on which the complaint came into ``state``.
    """
    days = {
        State.NEW: promises.verify_days,
        State.VERIFIED: promises.verify_days,
        State.FORWARDED: promises.answer_days,
        State.IN_PROGRESS: promises.answer_days,
        State.REOPENED: promises.answer_days,
    }.get(state)
    return None if days is None else calendar.after(since, days)
