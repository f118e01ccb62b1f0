"""The closing part of a statutory report, as people type it in."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.survey.elements import Element

ACTION_LENGTH, SCHEDULE_LENGTH, PERSON_LENGTH = 500, 100, 160
SUGGESTIONS_LENGTH = 3000
SIGNER_LENGTH = 160


@dataclass(frozen=True, slots=True)
class PlanPlace:
    """Whose report it is: an agency's (``unit_id`` None), or that of one of its units."""

    agency_id: int
    unit_id: int | None = None


class ActionState(StrEnum):
    """What became of a planned action."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """What is done about an element, when, and by whom; later also what became of it."""

    element: Element
    action: str
    schedule: str
    person_in_charge: str
    state: ActionState = ActionState.PLANNED
    realisation: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs where and on which day; what is empty is left open to be written by hand."""

    place: str = ""
    signed_on: date | None = None
    post: str = ""
    name: str = ""
    staff_number: str = ""


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """The closing part of one report.

    :ivar period: the report's span, such as ``2026`` or ``2026-H1``.
    :ivar revision: how often it was kept; 0 where nothing was written yet.
    """

    period: str
    revision: int = 0
    suggestions: str = ""
    signature: Signature = Signature()
    actions: tuple[PlannedAction, ...] = ()
