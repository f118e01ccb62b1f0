"""Opening one item: only within the person's scope, never in conflict, and always on record."""

from flask import abort

from portal.access import Staff, current_staff, record_act
from portal.complaints.domain.conflict import Case, may_handle
from portal.complaints.domain.words import Outcome
from portal.complaints.queries.item import Item, visible_item
from portal.complaints.queries.scope import Scope, scope_of
from portal.extensions import db


def own_scope() -> tuple[Staff, Scope]:
    """Return who is signed in and what they may see."""
    staff = current_staff()
    return staff, scope_of(db.session(), staff)


def item_to_handle(complaint_id: int) -> tuple[Staff, Item]:
    """Return an item the person may see and decide; anything else does not exist for them."""
    staff, scope = own_scope()
    item = visible_item(db.session(), complaint_id, scope=scope)
    if item is None:
        abort(404)
    case = Case(
        agency_id=item.agency_id,
        queue=item.queue,
        posted_officer_ids=_posted(staff, scope, desk_id=item.desk_id),
        is_about_desk=item.desk_id is not None,
    )
    if not may_handle(staff, case):
        abort(404)
    return staff, item


def appeal_to_decide(complaint_id: int) -> tuple[Staff, Item]:
    """Return an item whose pending appeal the person may decide: not their own decision."""
    staff, item = item_to_handle(complaint_id)
    appeal = item.appeal
    if appeal is None or appeal.outcome is not Outcome.PENDING:
        abort(409)
    if appeal.appealed_account_id == staff.account_id:
        abort(403)
    return staff, item


def note_look(item: Item) -> None:
    """Put the look at a citizen's words on record."""
    record_act("complaint.read", f"complaint:{item.complaint_id}", agency_id=item.agency_id)


def _posted(staff: Staff, scope: Scope, *, desk_id: int | None) -> frozenset[int]:
    """Return the person's own officer number when they are or were posted at the desk."""
    if staff.officer_id is None or desk_id not in scope.own_desk_ids:
        return frozenset()
    return frozenset({staff.officer_id})
