"""The page of strong and weak points of a person, with their sources."""

from flask import render_template

from portal.evaluation.development.blueprint import blueprint, reached
from portal.evaluation.development.finding_queries import findings_of
from portal.evaluation.development.strengths import FindingKind
from portal.evaluation.work.reading import names_of
from portal.web.access import Role, requires
from portal.web.extensions import db, today


@blueprint.get("/people/<int(max=2147483647):person_id>/strengths")
@requires(*Role)
def strengths(person_id: int) -> str:
    """Show strong and weak points with their sources, as far as the viewer may see them."""
    sides = reached(person_id)
    found = findings_of(db.session(), person_id, on=today())
    is_close = sides.is_side or sides.is_auditor
    return render_template(
        "evaluation/development/strengths.html",
        sides=sides,
        name=names_of({person_id})[person_id].name,
        found=found if is_close else found.without(FindingKind.CAUSE),
    )
