"""Visit tickets for staff: issued and handed over once, as sheets to print or as a table."""

from flask import Response, make_response, render_template

from portal.rating.machine_pages.routes import KEEPERS, blueprint
from portal.rating.machine_pages.ticket_forms import MOST_ON_A_PAGE, IssueForm, TicketForm
from portal.rating.machine_pages.visible_scope import MachineScope, own_scope, ticket_places
from portal.rating.tickets.domain import ScopeKind
from portal.rating.tickets.handing_over import handed_over
from portal.rating.tickets.queries import TicketCount, ticket_counts
from portal.rating.tickets.service import issue_tickets
from portal.storage.own_programs import PrintingFailed
from portal.web.access import requires
from portal.web.extensions import current_settings, db, record_act, today

ADDRESS = "/tickets"
MOST_LISTED = 50
MIMETYPES = {TicketForm.PDF: "application/pdf", TicketForm.CSV: "text/csv; charset=utf-8"}


@blueprint.get(ADDRESS)
@requires(*KEEPERS)
def tickets() -> Response:
    """Ask for which place tickets are issued, and list what was issued by month."""
    return _page(own_scope(), IssueForm())


@blueprint.post(ADDRESS)
@requires(*KEEPERS, fresh=True)
def issue() -> Response:
    """Issue tickets and hand them over, this once."""
    scope, form = own_scope(), IssueForm()
    places = ticket_places(scope)
    form.offer({value: each.scope for value, each in places.items()})
    if not form.validate_on_submit():
        return _page(scope, form, status=422)
    place, kind = places[form.place.data], TicketForm(form.form.data)
    record_act("tickets.issue", f"{place.scope.kind}:{place.code}", count=form.count.data)
    issued = issue_tickets(db.session(), place.scope, count=form.count.data, today=today())
    try:
        body = handed_over(issued, place.scope, settings=current_settings(), is_table=kind == "csv")
    except PrintingFailed:
        return _page(scope, form, status=503)
    return _file(body, name=f"tiket-{place.code}-{form.count.data}", kind=kind)


def _file(body: bytes, *, name: str, kind: TicketForm) -> Response:
    answer = make_response(body)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    answer.headers["Content-Type"] = MIMETYPES[kind]
    return answer


def _page(scope: MachineScope, form: IssueForm, *, status: int = 200) -> Response:
    places = ticket_places(scope)
    form.offer({value: each.scope for value, each in places.items()})
    names = {(each.scope.kind, each.scope.id): each.scope.name for each in places.values()}
    counts = reversed(ticket_counts(db.session()))
    issued = [(each, names[of]) for each in counts if (of := _scope_of(each)) in names]
    page = render_template(
        "rating/machine_pages/tickets.html",
        form=form,
        issued=issued[:MOST_LISTED],
        is_cut=len(issued) > MOST_LISTED,
        most=MOST_ON_A_PAGE,
        is_failed=status == 503,
    )
    return make_response(page, status)


def _scope_of(count: TicketCount) -> tuple[ScopeKind, int | None]:
    if count.desk_id is not None:
        return ScopeKind.DESK, count.desk_id
    if count.service_id is not None:
        return ScopeKind.SERVICE, count.service_id
    return ScopeKind.AGENCY, count.agency_id
