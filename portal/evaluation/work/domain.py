"""An activity as values: what was done on a day, when it may be entered, who is late to look."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.evaluation.rules.days import DAY, DayTest
from portal.evaluation.rules.deadlines import (
    DAY_RULES,
    DayRules,
    DeadlineStep,
    last_day,
    may_enter_activity,
)
from portal.evaluation.rules.states import ActivityState

TEXT = 500
UNIT = 60

QUARTERS_OF_A_DAY = 96
LONGEST_LINK = 500
HTTPS = "https://"
# States in which the person still writes an activity.
OWN_TO_WRITE = frozenset({ActivityState.DRAFT, ActivityState.RETURNED})
# States into which whoever looks at an activity brings it.
DECISIONS = frozenset({ActivityState.ACCEPTED, ActivityState.RETURNED, ActivityState.REJECTED})


class Purpose(StrEnum):
    """What an activity is for; ``LATER`` is linked once there is a plan."""

    RESULT = "result"
    OTHER_DUTY = "other_duty"
    LATER = "later"


class ForgottenKind(StrEnum):
    """What is forgotten together; ``TALK`` is notes, dialogues and difficulties."""

    ACTIVITY = "activity"
    TALK = "talk"
    CALIBRATION = "calibration"
    TRAINING = "training"


class DayFault(StrEnum):
    """Why work of a day cannot be entered."""

    AHEAD = "ahead"
    CLOSED = "closed"
    NO_POST = "no_post"


@dataclass(frozen=True, slots=True)
class ActivityPurpose:
    """What an activity serves.

    :ivar plan_id: with ``result_key`` where it serves a result of a plan, else both are None.
    """

    purpose: Purpose
    plan_id: int | None = None
    result_key: int | None = None


LATER = ActivityPurpose(Purpose.LATER)


@dataclass(frozen=True, slots=True)
class ActivityFields:
    """What a person says of an activity.

    :ivar amount: with ``unit``; None where nothing was counted.
    :ivar quarter_hours: how long it took at most; None where it is not said.
    :ivar link: an https address, or empty; the portal never opens it.
    """

    done_on: date
    text: str
    served: ActivityPurpose = LATER
    amount: Decimal | None = None
    unit: str = ""
    quarter_hours: int | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity as it stands.

    :ivar sent_on: the city's day of the last sending; None while it is a draft.
    :ivar decided_by: who looked at it last; None while nobody did since it was sent.
    """

    id: int
    person_id: int
    fields: ActivityFields
    state: ActivityState
    revision: int
    sent_on: date | None
    decided_by: int | None

    @property
    def is_own_to_write(self) -> bool:
        """Whether the person may change it."""
        return self.state in OWN_TO_WRITE

    @property
    def may_be_linked(self) -> bool:
        """Whether only what it serves is still open."""
        return not self.is_own_to_write and self.fields.served.purpose is Purpose.LATER


@dataclass(frozen=True, slots=True)
class WorkDays:
    """The city's working days and the rules of the cycle, as seen on ``today``."""

    today: date
    is_working_day: DayTest
    rules: DayRules = DAY_RULES

    def fault_of(self, day: date) -> DayFault | None:
        """Return why work of a day cannot be entered today; None where it can."""
        if day > self.today:
            return DayFault.AHEAD
        is_open = may_enter_activity(
            day, on=self.today, is_working_day=self.is_working_day, rules=self.rules
        )
        return None if is_open else DayFault.CLOSED

    def open_days(self) -> tuple[date, ...]:
        """Return the days whose work may be entered today, today first; days off among them."""
        days, day = [], self.today
        while self.fault_of(day) is None:
            days.append(day)
            day -= DAY
        return tuple(days)

    @property
    def look_days(self) -> int:
        """How many working days there are to look at an activity."""
        return self.rules.steps[DeadlineStep.ACTIVITY_LOOKED_AT]

    def look_until(self, sent_on: date) -> date:
        """Return the last day, inclusive, for looking at what was sent on a day."""
        return last_day(
            DeadlineStep.ACTIVITY_LOOKED_AT,
            sent_on,
            is_working_day=self.is_working_day,
            rules=self.rules,
        )

    def is_overdue(self, sent_on: date) -> bool:
        """Return whether the time to look at what was sent on a day is over."""
        return self.look_until(sent_on) < self.today


DayCheck = Callable[[date], DayFault | None]


def is_https(link: str) -> bool:
    """Return whether a link is an https address with a host; nothing is opened to find out."""
    host = link.removeprefix(HTTPS)
    has_host = bool(host) and not host.startswith(("/", "?", "#", "."))
    return link.startswith(HTTPS) and has_host and not any(sign.isspace() for sign in link)
