"""Officers and their postings."""

from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.staff.queries import open_account_of_officer
from portal.accounts.staff.staff_numbers import spelled
from portal.organisation.people.officer_queries import (
    OfficerFilter,
    OfficerLine,
    PostingLine,
    officer,
    officers_page,
    postings_of_desk,
    postings_of_officer,
)
from portal.organisation.places.blueprint import (
    EDITORS,
    METHODS,
    READERS,
    VisibleScope,
    blueprint,
    catalogue,
    changeable_desk,
    own_scope,
)
from portal.organisation.places.catalogue import Desk, RecordKind
from portal.organisation.records import service as records_service
from portal.organisation.records.cells import UnreadableCell, read_date
from portal.organisation.staff_pages.acting import is_carried_out
from portal.organisation.staff_pages.forms import (
    EndPostingForm,
    LeavingForm,
    NewOfficerForm,
    OfficerForm,
    PostingForm,
)
from portal.organisation.staff_pages.place_routes import refused_page, what_was_done
from portal.organisation.staff_pages.routes import ALL, RETIRED, asked_for, list_context
from portal.storage.paging import page_number
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, error_links, record_act, today


@dataclass(frozen=True, slots=True)
class ShownOfficer:
    """An officer that the person sees, with the postings the person sees."""

    line: OfficerLine
    postings: tuple[PostingLine, ...]
    may_change: bool

    @property
    def url(self) -> str:
        """The address of the officer's page."""
        return url_for("organisation.officer_page", number=self.line.number)

    @property
    def subject(self) -> str:
        """What the audit log calls the officer."""
        return f"officer:{self.line.number}"


@blueprint.get("/officers")
@requires(*READERS)
def officers() -> str:
    """List officers, filtered by words, agency and whether they have left."""
    scope, found, asked = own_scope(), catalogue(), asked_for()
    agency = found.agencies_by_code.get(asked["agency"])
    wanted = OfficerFilter(
        words=asked["q"],
        agency_id=scope.agency_id or (agency.id if agency else None),
        is_retired=None if asked["state"] == ALL else asked["state"] == RETIRED,
    )
    number = page_number(request.args.get("page"))
    return render_template(
        "organisation/staff_pages/officers.html",
        page=officers_page(db.session(), wanted, on=found.on, number=number),
        scope=scope,
        today=found.on,
        **list_context(found, scope=scope, asked=asked),
    )


@blueprint.get("/officers/<number>")
@requires(*READERS)
def officer_page(number: str) -> str:
    """Show one officer and where they serve."""
    return render_template(
        "organisation/staff_pages/officer.html",
        officer=_shown(number),
        today=today(),
        done=what_was_done(),
    )


@blueprint.route("/new/officers", methods=METHODS)
@requires(*EDITORS)
def new_officer() -> str | Response:
    """Ask for a new officer and where they start."""
    scope = own_scope()
    form = NewOfficerForm()
    form.offer(_own_desks(scope), is_desk_needed=not scope.is_administrator)
    number = spelled(form.code.data or "")
    if form.validate_on_submit() and is_carried_out(
        form,
        form.records(today()),
        action="organisation.create",
        subject=f"officer:{number}",
        are_new=True,
    ):
        done = {"number": form.code.value, "done": "created"}
        return redirect(url_for("organisation.officer_page", **done))
    page = "organisation/staff_pages/officer_form.html"
    return render_template(page, form=form, errors=error_links(form), officer=None)


@blueprint.route("/officers/<number>/change", methods=METHODS)
@requires(*EDITORS)
def change_officer(number: str) -> str | Response:
    """Change an officer's names."""
    shown = _changeable(number)
    form = OfficerForm(obj=shown.line)
    if form.validate_on_submit() and is_carried_out(
        form,
        [form.to_command(shown.line.number)],
        action="organisation.change",
        subject=shown.subject,
    ):
        return redirect(f"{shown.url}?done=changed")
    return render_template(
        "organisation/staff_pages/officer_form.html",
        form=form,
        errors=error_links(form),
        officer=shown,
    )


@blueprint.route("/officers/<number>/retire", methods=METHODS)
@requires(*EDITORS, fresh=True)
def retire_officer(number: str) -> str | Response:
    """Say what ending an officer's service will do, ask from when, and end it."""
    shown = _changeable(number)
    form = LeavingForm()
    if form.validate_on_submit() and is_carried_out(
        form,
        [form.to_command(RecordKind.OFFICER, code=shown.line.number)],
        action="organisation.retire",
        subject=shown.subject,
    ):
        return redirect(f"{shown.url}?done=retired")
    return render_template(
        "organisation/staff_pages/retire_officer.html",
        form=form,
        errors=error_links(form),
        officer=shown,
        today=today(),
        account_id=open_account_of_officer(db.session(), shown.line.id),
        may_close_it=current_staff().has(Role.ADMINISTRATOR),
    )


@blueprint.post("/officers/<number>/keep")
@requires(*EDITORS, fresh=True)
def keep_officer(number: str) -> Response | tuple[str, int]:
    """Let an officer go on whose end is still to come."""
    shown = _changeable(number)
    record_act("organisation.keep", shown.subject)
    try:
        number = shown.line.number
        records_service.cancel_retirement(
            db.session(), RecordKind.OFFICER, code=number, today=today()
        )
    except records_service.OrganisationRefused as error:
        return refused_page(error, back=shown.url)
    return redirect(f"{shown.url}?done=kept")


def _shown(number: str) -> ShownOfficer:
    """Return an officer, or end with 404 when the person sees none with that number.

    Somebody who sees one agency sees only what the officer does and did there.
    """
    scope = own_scope()
    line = officer(db.session(), number) if number.isprintable() else None
    if line is None:
        abort(404)
    postings = postings_of_officer(db.session(), line.id)
    seen = tuple(posting for posting in postings if scope.sees(posting.agency_id))
    is_own_record = line.id == scope.staff.officer_id
    if not seen and scope.agency_id is not None and not is_own_record:
        abort(404)
    return ShownOfficer(line, seen, _may_change(postings, scope=scope))


def _changeable(number: str) -> ShownOfficer:
    shown = _shown(number)
    if not shown.may_change:
        abort(403)
    return shown


def _may_change(postings: tuple[PostingLine, ...], *, scope: VisibleScope) -> bool:
    """Return whether all that the officer does now, or else did last, is in the person's hands."""
    now = [posting for posting in postings if not posting.is_over(today())] or postings[:1]
    is_in_hand = bool(now) and all(scope.may_change(posting.agency_id) for posting in now)
    return scope.is_administrator or is_in_hand


def _own_desks(scope: VisibleScope) -> dict[Desk, str]:
    found = catalogue()
    return found.labels(
        desk
        for desk in found.desks.values()
        if scope.may_change(desk.agency_id) and not desk.is_retired(found.on)
    )


@blueprint.route("/desks/<code>/postings/new", methods=METHODS)
@requires(*EDITORS)
def new_posting(code: str) -> str | Response:
    """Ask who serves at a desk and from when."""
    desk = changeable_desk(code)
    form = PostingForm()
    if _is_named(form) and form.validate_on_submit():
        posting = form.to_command(code, today=today())
        subject = f"posting:{posting.key}"
        if is_carried_out(
            form, [posting], action="organisation.post", subject=subject, are_new=True
        ):
            return redirect(_back(code, done="posted"))
    return render_template(
        "organisation/staff_pages/posting_form.html",
        form=form,
        errors=error_links(form),
        desk=desk,
        desk_name=catalogue().full_name(desk),
    )


def _is_named(form: PostingForm) -> bool:
    """Return whether the form was sent and names one officer; else it offers who was found."""
    if not form.is_submitted() or not form.words:
        return bool(form.is_submitted())
    wanted = OfficerFilter(words=form.words, agency_id=own_scope().agency_id)
    page = officers_page(db.session(), wanted, on=today(), number=1)
    return form.is_picked(page.items)


@blueprint.route("/desks/<code>/postings/end", methods=METHODS)
@requires(*EDITORS)
def end_posting(code: str) -> str | Response:
    """Ask for the last day of a posting."""
    desk = changeable_desk(code)
    posting = _posting(desk)
    form = EndPostingForm()
    record = form.to_command(posting)
    if form.validate_on_submit() and is_carried_out(
        form, [record], action="organisation.end_posting", subject=f"posting:{record.key}"
    ):
        return redirect(_back(code, done="ended"))
    errors = error_links(form)
    return render_template(
        "organisation/staff_pages/end_posting.html",
        form=form,
        errors=errors,
        desk=desk,
        desk_name=catalogue().full_name(desk),
        posting=posting,
    )


def _posting(desk: Desk) -> PostingLine:
    """Return the posting that the address names by officer and first day, or end with 404."""
    try:
        starts_on = read_date(request.args.get("starts_on", ""))
    except UnreadableCell:
        abort(404)
    number = request.args.get("officer", "")
    postings = postings_of_desk(db.session(), desk.id)
    found = [
        each for each in postings if (each.officer_number, each.starts_on) == (number, starts_on)
    ]
    if not found:
        abort(404)
    return found[0]


def _back(code: str, *, done: str) -> str:
    return url_for("organisation.place", section="desks", code=code, done=done)
