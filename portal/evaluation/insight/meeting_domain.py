"""Calibration meetings as values: the meeting, who takes part, what became of a rating."""

from dataclasses import dataclass
from datetime import date

from portal.evaluation.insight.domain import SignalGroup
from portal.evaluation.rules.states import CalibrationState, LookAgainState


@dataclass(frozen=True, slots=True)
class Meeting:
    """A calibration meeting of an agency.

    :ivar agenda: groups of signs that were noticed in the agency; no counts and no names.
    """

    id: int
    cycle_id: int
    agency_id: int
    state: CalibrationState
    revision: int
    meets_on: date
    agenda: tuple[SignalGroup, ...]
    called_by: str
    held_on: date | None


@dataclass(frozen=True, slots=True)
class MeetingSeat:
    """A participant; ``attended`` is None until the meeting was held."""

    meeting_id: int
    person_id: int
    attended: bool | None


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """What an appraiser kept or changed after a meeting; the reason is still encrypted.

    :ivar rating_number: of the rating that counted when it was recorded.
    """

    meeting_id: int
    plan_id: int
    person_id: int
    appraiser_id: int
    outcome: LookAgainState
    rating_number: int
    reason: bytes
    recorded_on: date
