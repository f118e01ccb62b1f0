"""Pages of a person's training: the list with hours and what rules suggest, the calendar."""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from portal.evaluation.development.blueprint import reached
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.training import queries
from portal.evaluation.training.blueprint import PERSON, blueprint
from portal.evaluation.training.domain import TrainingSides
from portal.evaluation.training.exported import calendar_of
from portal.evaluation.training.progress_queries import progress_of
from portal.evaluation.training.suggesting_queries import suggestions_for
from portal.evaluation.work.blueprint import own_person
from portal.evaluation.work.reading import names_of
from portal.web.access import Role, requires
from portal.web.extensions import db, moment, today, unlocked


@blueprint.get(PERSON)
@requires(*Role)
def trainings(person_id: int) -> str:
    """List a person's trainings with the hours of the year and what rules suggest."""
    sides, session = reached(person_id), db.session()
    held = queries.trainings_of(session, person_id)
    ids = {person_id, *(each.substitute_id for each in held if each.substitute_id)}
    return render_template(
        "evaluation/training/trainings.html",
        sides=sides,
        may=TrainingSides(sides),
        names=names_of(ids),
        held=held,
        progress=progress_of(session, person_id, held=held, on=today()),
        suggestions=suggestions_for(session, person_id, on=today()) if sides.is_side else (),
        form=RevisionForm(formdata=None),
        opened=unlocked,
        today=today(),
        done=request.args.get("done"),
    )


@blueprint.get("/training.ics")
@requires(*Role)
def calendar() -> Response:
    """Send the days of the viewer's own trainings for a calendar, titled "Pelatihan" only."""
    held = queries.trainings_of(db.session(), own_person())
    answer = make_response(calendar_of(held, now=moment()))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="pelatihan.ics"'
    return answer
