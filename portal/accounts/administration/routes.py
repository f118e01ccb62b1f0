"""The accounts of all staff: list, one person, invitation, roles, and other acts."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import segno
from flask import abort, redirect, render_template, request, url_for

from portal.accounts.administration import service
from portal.accounts.administration.forms import InviteForm, PeopleFilterForm, RolesForm
from portal.accounts.administration.labels import ACT_LABELS
from portal.accounts.authentication.authenticator import acting
from portal.accounts.links.service import Issued
from portal.accounts.refusals.labels import REFUSAL_NAMES
from portal.accounts.refusals.queries import refusals_of
from portal.accounts.sessions.queries import sessions_of
from portal.accounts.sessions.service import end_sessions
from portal.accounts.staff.directory import directory
from portal.accounts.staff.labels import STATE_NAMES, role_names
from portal.accounts.staff.pages import (
    READERS,
    Answer,
    PageAnswer,
    asked_for,
    blueprint,
    form_page,
    public_url,
    today,
)
from portal.accounts.staff.queries import StaffPerson, people_page, person
from portal.storage.paging import page_number
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, moment

ACTS: dict[str, Callable[..., Any]] = {
    "close": service.close_account,
    "reopen": service.reopen_account,
    "link": service.new_link,
    "remove-authenticator": service.remove_authenticator,
    "end-sessions": end_sessions,
}


def printed_link(person: StaffPerson, link: Issued) -> PageAnswer:
    """Show a link this once; only its hash is stored."""
    url = public_url("accounts.link", token=link.token)
    page = render_template(
        "accounts/administration/printed_link.html",
        person=person,
        url=url,
        expires_at=link.expires_at,
        qr=segno.make(url, micro=False).svg_data_uri(scale=4, light="white"),
    )
    return page, 200


@blueprint.get("/admin/accounts")
@requires(*READERS)
def people() -> str:
    """List the accounts; an auditor sees no contact."""
    form = PeopleFilterForm(request.args)
    number = page_number(request.args.get("page"))
    return render_template(
        "accounts/administration/people.html",
        form=form,
        page=people_page(db.session(), form.to_filter(), number=number),
        page_url=lambda number: url_for("accounts.people", **asked_for(form), page=number),
        is_filtered=bool(asked_for(form)),
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
        "accounts/administration/person.html",
        person=found,
        roles=role_names(found.roles),
        state=STATE_NAMES[found.state],
        agencies=_agencies(),
        sessions=sessions_of(db.session(), account_id, now=moment()),
        refusals=refusals_of(db.session(), account_id, now=moment()),
        refusal_names=REFUSAL_NAMES,
        may_change=current_staff().has(Role.ADMINISTRATOR),
        is_self=account_id == current_staff().account_id,
    )


@blueprint.route("/admin/accounts/invite", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR, fresh=True)
def invite() -> Answer:
    """Invite a person and show the link to send or print, this once."""
    form = InviteForm()
    form.offer(_agencies())
    found = directory().people(db.session(), form.person.data or "", on=today())
    is_in_order = form.validate_on_submit()
    if not form.is_picked(found) or not is_in_order:
        return form_page("accounts/administration/invite.html", form)
    command = form.to_command(_officer_id(form))
    try:
        invited = service.invite(
            db.session(), command, by=acting(), now=moment(), tie=_tie_of(form, command)
        )
    except service.IdentityTaken:
        form.say_taken()
        return form_page("accounts/administration/invite.html", form)
    return printed_link(_person(invited.account_id), invited.link)


@blueprint.route("/admin/accounts/<int(max=2147483647):account_id>/roles", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR, fresh=True)
def roles(account_id: int) -> Answer:
    """Change what a person may do."""
    found = _person(account_id)
    form = RolesForm(roles=sorted(found.roles), agency=str(found.agency_id or ""))
    form.offer(_agencies())
    if not form.validate_on_submit():
        return form_page("accounts/administration/roles.html", form, person=found)
    try:
        service.change_roles(
            db.session(),
            account_id,
            roles=form.to_roles(),
            agency_id=form.to_agency_id(),
            by=acting(),
            now=moment(),
        )
    except service.OwnAccount:
        abort(403)
    return redirect(url_for("accounts.one_person", account_id=account_id))


def _tie_of(form: InviteForm, command: service.Invite) -> Callable[[int], object] | None:
    """Return how the account waits to be tied to who was picked; None where it needs no other.

    An account that signs in by a person's staff number is that person's by the record itself.
    """
    if form.picked_id in {None, command.officer_id}:
        return None
    who = acting()
    return partial(
        directory().ask_to_tie,
        db.session(),
        officer_id=form.picked_id or 0,
        email=str(command.identity),
        by=(who.account_id, who.name),
        now=moment(),
    )


def _officer_id(form: InviteForm) -> int | None:
    number = form.to_command(None).identity.staff_number
    return directory().officer_id(db.session(), number) if number else None


def _agencies() -> Mapping[int, str]:
    return directory().agencies(db.session(), on=today())


def _person(account_id: int) -> StaffPerson:
    found = person(db.session(), account_id)
    if found is None:
        abort(404)
    return found


@blueprint.route("/admin/accounts/<int(max=2147483647):account_id>/<act>", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR, fresh=True)
def act_on(account_id: int, act: str) -> Answer:
    """Ask before an act, and do it."""
    found = person(db.session(), account_id)
    if found is None or act not in ACTS:
        abort(404)
    if request.method == "GET":
        page = render_template(
            "accounts/administration/act.html", person=found, words=ACT_LABELS[act]
        )
        return page, 200
    try:
        done = ACTS[act](db.session(), account_id, by=acting(), now=moment())
    except service.OwnAccount:
        abort(403)
    if isinstance(done, Issued):
        return printed_link(found, done)
    return redirect(url_for("accounts.one_person", account_id=account_id))
