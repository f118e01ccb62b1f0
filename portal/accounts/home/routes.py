"""The first staff page: what waits for this person, by their roles."""

from flask import current_app, render_template

from portal.accounts.staff.labels import role_names
from portal.accounts.staff.pages import blueprint
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db
from portal.web.navigation import next_steps, set_up_steps
from portal.web.state_table import part_rows


@blueprint.get("/admin/")
@requires(*Role)
def home() -> str:
    """Show what waits for the person and where they can go."""
    staff = current_staff()
    is_administrator = staff.has(Role.ADMINISTRATOR)
    return render_template(
        "accounts/home/home.html",
        staff=staff,
        roles=role_names(staff.roles),
        steps=next_steps(db.session(), staff),
        set_up=set_up_steps(db.session()) if is_administrator else [],
        parts=part_rows(current_app) if is_administrator else None,
    )
