"""Which notes somebody finds, with the names that belong to them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.insight.domain import LookAgainNote
from portal.evaluation.insight.queries import notes_after_reports, notes_for
from portal.evaluation.plans.queries import latest_lines
from portal.organisation.people import queries as people
from portal.organisation.people.looks import note_looks
from portal.organisation.people.standing import StandingKind
from portal.web.extensions import current_staff, db, moment, today

Notes = Sequence[LookAgainNote]


@dataclass(frozen=True, slots=True)
class NamedNote:
    """A note with the name of whom it is about; empty for all people of an appraiser."""

    note: LookAgainNote
    name: str
    appraiser: str
    year: int


def notes_of_viewer(viewer_id: int) -> tuple[Notes, Notes]:
    """Return the notes that an appraiser answers, and those that the one above looks at.

    Notes about somebody whom the viewer may not rate any more, such as a relative declared since,
    are in neither.
    """
    session = db.session()
    own_people = people.people_of(session, viewer_id, on=today())
    own = notes_for(session, viewer_id, person_ids=own_people)
    looked = [each.id for each in cycles.cycles(session) if each.is_under_review(today())]
    after = notes_after_reports(session, looked)
    rated = _about(own, viewer_id, kind=StandingKind.APPRAISER)
    below = _about(after, viewer_id, kind=StandingKind.APPRAISERS_SUPERIOR)
    mine = [
        each
        for each in own
        if each.id in rated or (each.sign.person_id is None and each.sign.appraiser_id == viewer_id)
    ]
    return mine, [each for each in after if each.id in below]


def named_notes(notes: Notes) -> list[NamedNote]:
    """Return notes with names; the look at these people is put on record once a day."""
    session = db.session()
    about = {each.sign.person_id for each in notes if each.sign.person_id is not None}
    names = people.persons(session, {*about, *(each.sign.appraiser_id for each in notes)})
    years = {each.id: each.year for each in cycles.cycles(session)} if notes else {}
    now, on = moment(), today()
    note_looks(session, about, kind="signal", by=current_staff(), now=now, today=on)
    return [
        NamedNote(
            each,
            names[each.sign.person_id].name if each.sign.person_id is not None else "",
            names[each.sign.appraiser_id].name,
            years[each.cycle_id],
        )
        for each in notes
    ]


def _about(notes: Notes, viewer_id: int, *, kind: StandingKind) -> Collection[int]:
    """Return which notes are about somebody to whom the viewer is ``kind``, at the plan's end."""
    return {
        each.id
        for cycle_id, of_cycle in _by_cycle(notes).items()
        for day, group in _by_day(cycle_id, of_cycle).items()
        for each in _standing_in(group, viewer_id, kind=kind, day=day)
    }


def _standing_in(notes: Notes, viewer_id: int, *, kind: StandingKind, day: date) -> Notes:
    session = db.session()
    ids = {viewer_id, *(each.sign.person_id or 0 for each in notes)}
    then = people.standing_on(session, day, person_ids=ids)
    now = people.standing_on(session, today(), person_ids=ids)
    return [
        each
        for each in notes
        if kind in then.kinds(viewer_id, about=each.sign.person_id or 0)
        and now.may_act(viewer_id, about=each.sign.person_id or 0)
    ]


def _by_cycle(notes: Notes) -> Mapping[int, Notes]:
    found: defaultdict[int, list[LookAgainNote]] = defaultdict(list)
    for each in notes:
        if each.sign.person_id is not None:
            found[each.cycle_id].append(each)
    return found


def _by_day(cycle_id: int, notes: Notes) -> Mapping[date, Notes]:
    """Return notes by the last day of their person's plan, or today where that comes first."""
    lines = latest_lines(
        db.session(), cycle_id, person_ids={each.sign.person_id or 0 for each in notes}
    )
    found: defaultdict[date, list[LookAgainNote]] = defaultdict(list)
    for each in notes:
        line = lines.get(each.sign.person_id or 0)
        if line is not None:
            found[min(line.ends_on, today())].append(each)
    return found
