"""Acts on another person's account; each asks on its own page and says what will happen."""

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, render_template, request, url_for

from portal.accounts.forms.acts import ACT_WORDS
from portal.accounts.gate import acting
from portal.accounts.queries.people import person
from portal.accounts.routes import doors
from portal.accounts.routes.blueprint import blueprint
from portal.accounts.routes.printing import printed_link
from portal.accounts.service import people as service
from portal.accounts.service.links import Issued
from portal.time import clock
from portal.web.access import Role, requires
from portal.web.extensions import db

ACTS: dict[str, Callable[..., Any]] = {
    "close": service.close_account,
    "reopen": service.reopen_account,
    "link": service.new_link,
    "remove-authenticator": service.remove_authenticator,
    "end-sessions": service.end_sessions,
}


@blueprint.route("/admin/accounts/<int(max=2147483647):account_id>/<act>", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR, fresh=True)
def act_on(account_id: int, act: str) -> doors.Answer:
    """Ask before an act, and do it."""
    found = person(db.session(), account_id)
    if found is None or act not in ACTS:
        abort(404)
    if request.method == "GET":
        page = render_template("accounts/act.html", person=found, words=ACT_WORDS[act])
        return page, 200
    try:
        done = ACTS[act](db.session(), account_id, by=acting(), now=clock.now())
    except service.OwnAccount:
        abort(403)
    if isinstance(done, Issued):
        return printed_link(found, done)
    return redirect(url_for("accounts.one_person", account_id=account_id))
