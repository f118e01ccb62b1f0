"""The queue of ratings' comments: no deadline, several decided at once, each look is logged."""

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.complaints.comments.queries import PAGE_ROWS, waiting_comment, waiting_comments
from portal.complaints.comments.urgent import is_urgent
from portal.complaints.handling.forms import CommentForm
from portal.complaints.handling.moderation import Decider, DecisionIncomplete, decide_comment
from portal.complaints.handling.queue_routes import MARK, MODERATORS
from portal.complaints.intake.history import ComplaintChanged
from portal.complaints.intake.kinds import HIDING_REASONS
from portal.complaints.intake.labels import choices, reasons_among
from portal.complaints.intake.personal_data import redacted
from portal.complaints.intake.visible_scope import blueprint, catalogue, own_scope, reach_of
from portal.web.access import Staff, requires
from portal.web.extensions import db, error_links, record_act, today

TOKEN_BYTES = 16
REFUSALS = {
    DecisionIncomplete: _l("Menyembunyikan perlu alasan, menampilkan perlu teks."),
    ComplaintChanged: _l("Orang lain sudah memutuskan komentar ini."),
}


@blueprint.get("/admin/complaints/comments")
@requires(*MODERATORS)
def comments() -> str:
    """Show the next comments with what may be personal already closed in the preview."""
    return _page()


def _page(*, refused: tuple[bytes, CommentForm] | None = None) -> str:
    """Show the next comments; a decision that was refused stands filled at its comment."""
    _, scope = own_scope()
    rows = waiting_comments(db.session(), scope, today=today())
    if rows:
        record_act("comments.read", "comments", count=len(rows))
    return render_template(
        "complaints/comments/comments.html",
        rows=[(row, redacted(row.text, mark=MARK), is_urgent(row.text)) for row in rows],
        found=catalogue(),
        decisions=choices("decision")[1:],
        reasons=reasons_among(HIDING_REASONS),
        refused=refused,
        errors=[] if refused is None else error_links(refused[1]),
    )


@blueprint.post("/admin/complaints/comments/<token>")
@requires(*MODERATORS)
def judge_comment(token: str) -> str | Response:
    """Decide one comment, once."""
    staff, scope = own_scope()
    row = waiting_comment(db.session(), _token(token), scope=scope, today=today())
    if row is None:
        abort(404)
    form = CommentForm()
    if not form.validate_on_submit():
        return _page(refused=(row.token, form))
    record_act("comment.decided", f"comment:{token}", decision=form.decision.data)
    by = Decider(account_id=staff.account_id, today=today())
    try:
        decide_comment(
            db.session(), row.token, agency_id=row.agency_id, verdict=form.to_verdict(), by=by
        )
    except (DecisionIncomplete, ComplaintChanged) as refusal:
        db.session.rollback()
        form.form_errors.append(REFUSALS[type(refusal)])
        return _page(refused=(row.token, form))
    return redirect(url_for("complaints.comments"))


def _token(text: str) -> bytes:
    """Return the 16 bytes a comment is named by."""
    try:
        token = bytes.fromhex(text)
    except ValueError:
        abort(404)
    return token if len(token) == TOKEN_BYTES else b"\0" * TOKEN_BYTES


def waiting_words(staff: Staff) -> str:
    """Return how many comments wait for a decision by ``staff``, in words; none is nothing."""
    scope = reach_of(db.session(), staff)
    count = len(waiting_comments(db.session(), scope, today=today()))
    if not count:
        return ""
    if count == PAGE_ROWS:
        return str(gettext("%(num)s komentar penilaian atau lebih menunggu", num=count))
    return str(
        ngettext(
            "%(num)s komentar penilaian menunggu", "%(num)s komentar penilaian menunggu", count
        )
    )
