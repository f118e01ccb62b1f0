"""The accounts of all staff: list, one person, invitation, roles."""

from collections.abc import Mapping

from flask import abort, redirect, render_template, request, url_for

from portal.accounts.directory import directory
from portal.accounts.forms.people import InviteForm, PeopleFilterForm, RolesForm
from portal.accounts.forms.words import REFUSAL_NAMES, STATE_NAMES, role_names
from portal.accounts.gate import acting
from portal.accounts.queries.people import Person, people_page, person
from portal.accounts.queries.refusals import refusals_of
from portal.accounts.queries.sessions import sessions_of
from portal.accounts.routes import doors
from portal.accounts.routes.blueprint import blueprint
from portal.accounts.routes.printing import printed_link
from portal.accounts.service import people as service
from portal.storage.paging import page_number
from portal.time import clock
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db

READERS = (Role.ADMINISTRATOR, Role.AUDITOR)


@blueprint.get("/admin/accounts")
@requires(*READERS)
def people() -> str:
    """List the accounts; an auditor sees no contact."""
    form = PeopleFilterForm(request.args)
    number = page_number(request.args.get("page"))
    return render_template(
        "accounts/people.html",
        form=form,
        page=people_page(db.session(), form.to_filter(), number=number),
        page_url=lambda number: url_for("accounts.people", **doors.asked_for(form), page=number),
        is_filtered=bool(doors.asked_for(form)),
        agencies=_agencies(),
        role_names=role_names,
        states=STATE_NAMES,
        may_change=current_staff().has(Role.ADMINISTRATOR),
    )


@blueprint.get("/admin/accounts/<int(max=2147483647):account_id>")
@requires(*READERS)
def one_person(account_id: int) -> str:
    """Show one account and what can be done with it."""
    found = _person(account_id)
    return render_template(
        "accounts/person.html",
        person=found,
        roles=role_names(found.roles),
        state=STATE_NAMES[found.state],
        agencies=_agencies(),
        sessions=sessions_of(db.session(), account_id, now=clock.now()),
        refusals=refusals_of(db.session(), account_id, now=clock.now()),
        refusal_names=REFUSAL_NAMES,
        may_change=current_staff().has(Role.ADMINISTRATOR),
        is_self=account_id == current_staff().account_id,
    )


@blueprint.route("/admin/accounts/invite", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR, fresh=True)
def invite() -> doors.Answer:
    """Invite a person and show the link to send or print, this once."""
    form = InviteForm()
    form.offer(_agencies())
    if not form.validate_on_submit():
        return doors.form_page("accounts/invite.html", form)
    command = form.to_command(_officer_id(form))
    try:
        invited = service.invite(db.session(), command, by=acting(), now=clock.now())
    except service.IdentityTaken:
        form.say_taken()
        return doors.form_page("accounts/invite.html", form)
    return printed_link(_person(invited.account_id), invited.link)


@blueprint.route("/admin/accounts/<int(max=2147483647):account_id>/roles", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR, fresh=True)
def roles(account_id: int) -> doors.Answer:
    """Change what a person may do."""
    found = _person(account_id)
    form = RolesForm(roles=sorted(found.roles), agency=str(found.agency_id or ""))
    form.offer(_agencies())
    if not form.validate_on_submit():
        return doors.form_page("accounts/roles.html", form, person=found)
    try:
        service.change_roles(
            db.session(),
            account_id,
            roles=form.to_roles(),
            agency_id=form.to_agency_id(),
            by=acting(),
            now=clock.now(),
        )
    except service.OwnAccount:
        abort(403)
    return redirect(url_for("accounts.one_person", account_id=account_id))


def _officer_id(form: InviteForm) -> int | None:
    number = form.to_command(None).identity.staff_number
    return directory().officer_id(db.session(), number) if number else None


def _agencies() -> Mapping[int, str]:
    return directory().agencies(db.session(), on=doors.today())


def _person(account_id: int) -> Person:
    found = person(db.session(), account_id)
    if found is None:
        abort(404)
    return found
