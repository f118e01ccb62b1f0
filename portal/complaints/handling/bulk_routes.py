"""Moving several items at once: confirmed on a page of its own, then done one by one."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.complaints.handling.forms import BulkForm, row_number
from portal.complaints.handling.queue_routes import HANDLERS
from portal.complaints.handling.service import advance
from portal.complaints.intake.history import ComplaintChanged
from portal.complaints.intake.kinds import (
    REASONS,
    TRANSITIONS,
    DecisionReasonMissing,
    ImpossibleTransition,
    State,
)
from portal.complaints.intake.queries import ComplaintDetail
from portal.complaints.intake.visible_scope import blueprint, catalogue, context, item_to_handle
from portal.web.access import Staff, requires
from portal.web.extensions import db, record_act

MOST_AT_ONCE = 100
REFUSALS = (ComplaintChanged, ImpossibleTransition, DecisionReasonMissing)


def _ticked() -> list[tuple[Staff, ComplaintDetail, int]]:
    """Return (person, item, version as read) of every ticked item, written ``number.version``."""
    pairs = [text.partition(".")[::2] for text in request.form.getlist("item")[:MOST_AT_ONCE]]
    numbers = [(row_number(number), row_number(version)) for number, version in pairs]
    return [
        (*item_to_handle(number), version)
        for number, version in numbers
        if number is not None and version is not None
    ]


@blueprint.post("/admin/complaints/bulk")
@requires(*HANDLERS)
def bulk() -> str | Response:
    """Ask before moving several items at once."""
    ticked = _ticked()
    if not ticked:
        return redirect(url_for("complaints.queue"))
    common = frozenset.intersection(*(TRANSITIONS[item.state] for _, item, _ in ticked))
    # Usual moves stand first, moves that need a reason after them.
    moves = sorted(common - {State.ANSWERED, State.REOPENED}, key=lambda to: (to in REASONS, to))
    return render_template(
        "complaints/handling/bulk.html",
        ticked=[(item, version) for _, item, version in ticked],
        found=catalogue(),
        moves=[(to, sorted(map(str, REASONS.get(to, ())))) for to in moves],
    )


@blueprint.post("/admin/complaints/bulk/do")
@requires(*HANDLERS)
def bulk_do() -> str | Response:
    """Move the items that are still as they were read; name those that were not."""
    form = BulkForm()
    ticked = _ticked()
    if not form.validate_on_submit() or not ticked:
        return redirect(url_for("complaints.queue"))
    left = [
        item
        for staff, item, version in ticked
        if not _moved(form, item, staff=staff, version=version)
    ]
    return render_template(
        "complaints/handling/bulk_done.html",
        done=len(ticked) - len(left),
        left=left,
        found=catalogue(),
    )


def _unit_of(item: ComplaintDetail) -> int | None:
    """Return the unit that an item names, by itself or by its desk."""
    return item.unit_id if item.desk_id is None else catalogue().desks[item.desk_id].unit_id


def _moved(form: BulkForm, item: ComplaintDetail, *, staff: Staff, version: int) -> bool:
    subject = f"complaint:{item.complaint_id}"
    record_act("complaint.moved", subject, to=form.to.data, reason=form.reason.data or None)
    try:
        advance(
            db.session(),
            item.complaint_id,
            to=State(form.to.data),
            reason=form.reason_given,
            unit_id=_unit_of(item),
            version=version,
            account_id=staff.account_id,
            context=context(),
        )
    except REFUSALS:
        db.session.rollback()
        return False
    return True
