"""The blueprint of complaints, and opening one item: within scope, without conflict, on record."""

from flask import Blueprint, abort
from sqlalchemy.orm import Session

from portal.complaints.intake.case_context import CaseContext, case_context_of
from portal.complaints.intake.conflict import may_handle
from portal.complaints.intake.kinds import Outcome, Queue
from portal.complaints.intake.labels import word
from portal.complaints.intake.queries import ComplaintDetail, visible_complaint
from portal.complaints.intake.scope_queries import Scope, case_of, handler_of, scope_of
from portal.complaints.intake.waiting import Waiting
from portal.organisation.places import catalogue_queries
from portal.organisation.places.catalogue import Catalogue
from portal.web.access import Staff, current_staff, record_act
from portal.web.extensions import current_settings, db, today, vault

blueprint = Blueprint("complaints", __name__)


def waiting() -> Waiting:
    """Return the complaints that wait for the night."""
    return Waiting.beside_keys(current_settings().keys_dir)


def context() -> CaseContext:
    """Return what a use case needs: the key, the day, the calendar and the promises."""
    return case_context_of(db.session(), current_settings(), vault=vault(), today=today())


def catalogue() -> Catalogue:
    """Return the organisation as it stands today."""
    return catalogue_queries.catalogue(db.session(), on=today())


def own_scope() -> tuple[Staff, Scope]:
    """Return who is signed in and what they may see."""
    staff = current_staff()
    return staff, reach_of(db.session(), staff)


def reach_of(session: Session, staff: Staff) -> Scope:
    """Return what ``staff`` may see today."""
    inspectorate = current_settings().inspectorate
    return scope_of(session, staff, on=today(), inspectorate=inspectorate)


def item_to_handle(complaint_id: int) -> tuple[Staff, ComplaintDetail]:
    """Return an item the person may see and decide; anything else does not exist for them."""
    staff, scope = own_scope()
    item = visible_complaint(db.session(), complaint_id, scope=scope)
    if item is None or not may_handle(handler_of(staff, scope), case_of(item)):
        abort(404)
    return staff, item


def appeal_to_decide(complaint_id: int) -> tuple[Staff, ComplaintDetail]:
    """Return an item whose pending appeal the person may decide: not their own decision."""
    staff, item = item_to_handle(complaint_id)
    appeal = item.appeal
    if appeal is None or appeal.outcome is not Outcome.PENDING:
        abort(409)
    if appeal.appealed_account_id == staff.account_id:
        abort(403)
    return staff, item


def handler_name(item: ComplaintDetail, places: Catalogue) -> str:
    """Return who deals with an item: a unit, the agency or a queue of the city, never a person."""
    if item.queue is not Queue.AGENCY:
        return str(word("queue", item.queue))
    if item.unit_id is not None:
        return places.full_name(places.units[item.unit_id])
    return places.agencies[item.agency_id].name


def former_names(item: ComplaintDetail, places: Catalogue) -> list[str]:
    """Return what an item was about before it was passed on, in words."""
    return [
        places.full_name(
            places.desks[place.desk_id] if place.desk_id else places.agencies[place.agency_id]
        )
        for place in item.former
    ]


def note_look(item: ComplaintDetail) -> None:
    """Write to the audit log that a citizen's words were looked at."""
    record_act("complaint.read", f"complaint:{item.complaint_id}", agency_id=item.agency_id)
