"""Pages of the office on signs: appraisers and groups of notes; no person and no text."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request

from portal.evaluation.insight.blueprint import blueprint
from portal.evaluation.insight.domain import LookAgainNote, SignalGroup
from portal.evaluation.insight.meeting_pages import cycle_to_calibrate
from portal.evaluation.insight.queries import notes_in
from portal.organisation.people import queries as people
from portal.organisation.places.queries import agencies_in_service
from portal.storage.paging import PAGE_SIZE, Page, offset_of, page_number
from portal.web.access import Role, requires
from portal.web.extensions import db, today


@dataclass(frozen=True, slots=True)
class AppraiserLine:
    """An appraiser with notes: how many of each group, how many wait; no person and no reason."""

    name: str
    agency: str
    groups: Mapping[SignalGroup, int]
    waiting: int
    still_seen: int


@blueprint.get("/signals/overview")
@requires(Role.PERFORMANCE_OFFICE, Role.AUDITOR)
def overview() -> str:
    """List the appraisers who have notes by name, never by a number."""
    cycle = cycle_to_calibrate()
    lines = [] if cycle is None else _lines(notes_in(db.session(), cycle.id))
    agency, state = request.args.get("agency", ""), request.args.get("state", "")
    if agency:
        lines = [each for each in lines if each.agency == agency]
    if state == "open":
        lines = [each for each in lines if each.waiting]
    number = page_number(request.args.get("page"))
    start = offset_of(number)
    return render_template(
        "evaluation/insight/overview.html",
        cycle=cycle,
        page=Page(lines[start : start + PAGE_SIZE], number, len(lines)),
        agencies=sorted(agencies_in_service(db.session(), on=today()).values()),
        agency=agency,
        state=state,
    )


def _lines(notes: Sequence[LookAgainNote]) -> list[AppraiserLine]:
    session = db.session()
    ids = {each.sign.appraiser_id for each in notes}
    agencies = agencies_in_service(session, on=today())
    placed = people.agencies_of(session, ids, on=today())
    return [
        AppraiserLine(
            person.name,
            agencies.get(placed.get(person.id, 0), ""),
            Counter(each.group for each in own),
            sum(each.is_open for each in own),
            sum(each.is_still_seen for each in own),
        )
        for person in people.persons(session, ids).values()
        if (own := [each for each in notes if each.sign.appraiser_id == person.id])
    ]
