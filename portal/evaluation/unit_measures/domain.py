"""A weak point that many of a unit share, and what becomes of it. Never who, never how many."""

from dataclasses import dataclass
from datetime import date

from portal.evaluation.development.strengths import FindingKind
from portal.evaluation.rules.help_states import UnitMeasureState
from portal.evaluation.rules.programmes import effect_day

# So many letters of an indicator's text are compared.
LONGEST_KEY = 500


@dataclass(frozen=True, slots=True, order=True)
class UnitPlace:
    """A unit of an agency; ``unit_id`` 0 for those directly under the head."""

    agency_id: int
    unit_id: int


@dataclass(frozen=True, slots=True, order=True)
class SharedPoint:
    """A strong or weak point as it is compared with those of others.

    :ivar key: the indicator's text in small letters, the value's or the cause's word.
    """

    kind: FindingKind
    key: str
    is_strength: bool


PlacedPoint = tuple[UnitPlace, SharedPoint]


@dataclass(frozen=True, slots=True)
class UnitMeasure:
    """A measure of a unit; texts are encrypted.

    :ivar what: what is done; None before it is accepted, and when it was declined.
    :ivar owner_id: the person who looks after it.
    :ivar starts_from: how things stand and where it is looked up; with ``what``.
    :ivar due_on: by when it is done.
    :ivar decided_by: name of the account that accepted or declined it.
    :ivar is_still_shared: whether five or more had the weak point at the effect check.
    :ivar effect: what was seen then.
    """

    id: int
    place: UnitPlace
    point: SharedPoint
    state: UnitMeasureState
    revision: int
    proposed_on: date
    what: bytes | None
    owner_id: int | None
    starts_from: bytes | None
    due_on: date | None
    reason: bytes | None
    decided_by: str | None
    decided_on: date | None
    is_still_shared: bool | None
    effect: bytes | None
    checked_on: date | None

    @property
    def effect_on(self) -> date | None:
        """The day from which the effect is looked at: two quarters after it was done."""
        return None if self.due_on is None else effect_day(self.due_on)

    def may_check(self, today: date) -> bool:
        """Return whether the effect can be looked at."""
        day = self.effect_on
        return self.state is UnitMeasureState.ACCEPTED and day is not None and day <= today
