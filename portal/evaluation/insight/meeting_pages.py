"""Content of a calibration meeting's page, and whose ratings a participant may record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort

from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.appraisals.yearly_queries import steps_in, years_of_people
from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.insight.meeting_domain import Meeting, MeetingRecord, MeetingSeat
from portal.evaluation.insight.meeting_queries import meeting_with, records_of, seats_of
from portal.organisation.people import queries as people
from portal.organisation.people.civil_servants import evaluated_people
from portal.organisation.people.looks import note_looks
from portal.organisation.people.standing import StandingKind
from portal.web.access import Role, current_staff
from portal.web.extensions import db, moment, today

IN_LINE = frozenset(
    {StandingKind.APPRAISER, StandingKind.APPRAISERS_SUPERIOR, StandingKind.HEAD_OF_UNIT}
)


@dataclass(frozen=True, slots=True)
class ShownMeeting:
    """A meeting with its participants, and what of its records the viewer reads.

    :ivar records: of people in whose line the viewer stands; of all for the auditor.
    :ivar recorded: how many records there are.
    :ivar names: of participants and of whom the viewer's records are about.
    """

    meeting: Meeting
    seats: Mapping[int, MeetingSeat]
    records: Sequence[MeetingRecord]
    recorded: int
    names: Mapping[int, str]
    viewer_id: int | None
    may_arrange: bool

    @property
    def may_record(self) -> bool:
        """Whether the viewer was there and records what became of own ratings."""
        seat = self.seats.get(self.viewer_id or 0)
        return self.meeting.state == "held" and seat is not None and bool(seat.attended)


def arranges(agency_id: int) -> bool:
    """Return whether the viewer calls meetings of an agency: its coordinator, or the office."""
    staff = current_staff()
    is_own = staff.has(Role.PERFORMANCE_COORDINATOR) and staff.agency_id == agency_id
    return is_own or staff.has(Role.PERFORMANCE_OFFICE)


def shown_meeting(meeting_id: int) -> ShownMeeting:
    """Return a meeting for who arranges it, takes part in it, or audits it.

    :raises werkzeug.exceptions.NotFound: for everybody else.
    """
    session, staff = db.session(), current_staff()
    meeting = meeting_with(session, meeting_id)
    if meeting is None:
        abort(404)
    seats, viewer_id = seats_of(session, meeting_id), staff.officer_id
    may_arrange, is_auditor = arranges(meeting.agency_id), staff.has(Role.AUDITOR)
    if not (may_arrange or is_auditor or viewer_id in seats):
        abort(404)
    records = records_of(session, meeting_id)
    read = records if is_auditor else _in_line(records, viewer_id)
    about = {each.person_id for each in read}
    note_looks(session, about, kind="signal", by=staff, now=moment(), today=today())
    names = people.persons(session, {*seats, *about, *(each.appraiser_id for each in read)})
    return ShownMeeting(
        meeting,
        seats,
        read,
        len(records),
        {each.id: each.name for each in names.values()},
        viewer_id,
        may_arrange,
    )


def _in_line(records: Sequence[MeetingRecord], viewer_id: int | None) -> Sequence[MeetingRecord]:
    """Return the records of people in whose line the viewer stands today."""
    if viewer_id is None or not records:
        return ()
    ids = {viewer_id, *(each.person_id for each in records)}
    standing = people.standing_on(db.session(), today(), person_ids=ids)
    return [
        each
        for each in records
        if (viewer_id == each.appraiser_id and standing.may_act(viewer_id, about=each.person_id))
        or standing.kinds(viewer_id, about=each.person_id) & IN_LINE
    ]


def cycle_to_calibrate() -> Cycle | None:
    """Return the cycle that is over and still evaluated, or None."""
    found = cycles.cycles(db.session())
    return next((each for each in found if each.is_under_review(today())), None)


def possible_participants(agency_id: int) -> Mapping[int, str]:
    """Return the superiors of an agency's people today, by number, in order of name."""
    session = db.session()
    ids = evaluated_people(session, on=today(), agency_id=agency_id)
    lines = [each for each in people.lines_of(session, ids) if each.covers(today())]
    names = people.persons(session, {each.superior_id for each in lines})
    return {each.id: each.name for each in names.values()}


@dataclass(frozen=True, slots=True)
class Recordable:
    """A rating of the viewer's that may be recorded after a meeting.

    :ivar number: of the rating that counts.
    :ivar is_changed: it was changed on the day of the meeting or after it.
    """

    name: str
    plan_id: int
    number: int
    is_changed: bool


def recordable(shown: ShownMeeting) -> Mapping[int, Recordable]:
    """Return whose ratings the viewer may record, by person, in order of name.

    Own ratings of the cycle that are not recorded yet, of people whom the viewer may act on.
    """
    session, viewer_id = db.session(), shown.viewer_id or 0
    cycle_id = shown.meeting.cycle_id
    ids = set(steps_in(session, cycle_id).get(viewer_id, {}))
    ids -= {each.person_id for each in shown.records}
    standing = people.standing_on(session, today(), person_ids={viewer_id, *ids})
    allowed = [each for each in ids if standing.may_act(viewer_id, about=each)]
    years = {each.person_id: each for each in years_of_people(session, allowed, cycle_id=cycle_id)}
    names = people.persons(session, allowed)
    return {
        each.id: _recordable(each.name, years[each.id], since=shown.meeting.meets_on)
        for each in names.values()
    }


def _recordable(name: str, year: Yearly, *, since: date) -> Recordable:
    last = year.ratings[-1]
    is_later = last.made_at.astimezone(moment().tzinfo).date() >= since
    return Recordable(name, year.plan_id, last.number, last.number > 1 and is_later)
