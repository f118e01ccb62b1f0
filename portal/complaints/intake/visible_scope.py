"""The blueprint of complaints, and opening one item: within scope, without conflict, on record."""

from typing import Any

from flask import Blueprint, abort
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.complaints.intake.conflict import may_handle
from portal.complaints.intake.history import CaseContext, case_context_of
from portal.complaints.intake.kinds import AppealOutcome, Queue
from portal.complaints.intake.labels import word
from portal.complaints.intake.queries import ComplaintDetail, visible_complaint
from portal.complaints.intake.scope_queries import Scope, case_of, handler_of, scope_of
from portal.complaints.intake.waiting import WaitingComplaints
from portal.organisation.places import catalogue_queries
from portal.organisation.places.catalogue import Catalogue
from portal.web.access import Staff, current_staff, sent_a_cookie
from portal.web.extensions import current_settings, db, record_act, today, vault

blueprint = Blueprint("complaints", __name__)
OTHER_VISIT = _l("Halaman ini dari kunjungan sebelumnya. Isian Anda masih ada: kirim sekali lagi.")
FROM_ELSEWHERE = _l(
    "Formulir ini dikirim dari situs lain. Isian Anda masih ada: kirim sekali lagi."
)


def waiting() -> WaitingComplaints:
    """Return the complaints that wait for the night."""
    return WaitingComplaints.beside_keys(current_settings().keys_dir)


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
    if appeal is None or appeal.outcome is not AppealOutcome.PENDING:
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


def inspectorate_beside(agency_code: str | None) -> str:
    """Return the inspectorate's name, empty without one and for what is about itself."""
    found, code = catalogue(), current_settings().inspectorate
    agency = None if agency_code == code else found.agencies_by_code.get(code)
    return "" if agency is None or agency.is_retired(found.on) else agency.name


def place_name(item: ComplaintDetail, places: Catalogue) -> str:
    """Return the full name of what an item is about."""
    agency = places.agencies[item.agency_id]
    return places.full_name(places.desks[item.desk_id] if item.desk_id else agency)


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


def wrong_token() -> Any:
    """Return why the token of a form does not fit, in words.

    A form that no cookie came with is taken without one, unless another site sent it.
    """
    return OTHER_VISIT if sent_a_cookie() else FROM_ELSEWHERE


def error_links(form: Any) -> list[tuple[str, Any]]:
    """Return (anchor, message) of every mistake of ``form``, in the order of its fields."""
    return [
        (name, wrong_token() if name == "csrf_token" else messages[0])
        for name, messages in form.errors.items()
        if messages
    ]
