"""Official forms of many people in one file: of the own people, or of an agency for auditors."""

from collections.abc import Sequence

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.official_forms.blueprint import blueprint
from portal.evaluation.official_forms.forms import MOST_PEOPLE, FormsAsked, choices_of, forms_asked
from portal.evaluation.official_forms.reach_queries import FormRequest, people_in_reach
from portal.evaluation.official_forms.sending import form_source, request_of, sent_sheets
from portal.evaluation.official_forms.service import written_forms
from portal.organisation.people.looks import note_looks
from portal.organisation.places import catalogue_queries
from portal.organisation.places.catalogue import Agency, Unit
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, moment, record_act, today


@blueprint.get("/official/files")
@requires(*Role)
def files() -> str:
    """Offer the forms of everybody whose forms the viewer may read, fifty people a file."""
    asked, agencies, units = _asked()
    count = len(_people(asked)) if asked else 0
    return render_template(
        "evaluation/official/files.html",
        asked=asked,
        cycles=cycles.cycles(db.session()),
        choices=choices_of(asked.cycle) if asked else (),
        agencies=agencies,
        units=units,
        count=count,
        parts=range(1, (count + MOST_PEOPLE - 1) // MOST_PEOPLE + 1),
        most=MOST_PEOPLE,
    )


@blueprint.get("/official/files.<any(xlsx,pdf):form>")
@requires(*Role)
def many(form: str) -> Response:
    """Send the forms of a part of these people; every look is put on record."""
    asked, _, _ = _asked()
    if asked is None:
        abort(404)
    part = _people(asked)[(asked.part - 1) * MOST_PEOPLE : asked.part * MOST_PEOPLE]
    found = written_forms(form_source(), _many(asked), person_ids=part)
    if not found:
        return redirect(url_for("official_forms.files", none="1") + asked.address("&"))
    seen, look = {each.person_id for each in found}, asked.wanted.look
    note_looks(db.session(), seen, kind=look, by=current_staff(), now=moment(), today=today())
    record_act("performance.forms", f"cycle:{asked.cycle.id}", people=len(found), form=form)
    db.session.commit()
    sheets = [sheet for each in found for sheet in each.sheets]
    title = asked.wanted.title
    return sent_sheets(sheets, title=title, name=asked.name, cycle=asked.cycle, form=form)


def _many(asked: FormsAsked) -> FormRequest:
    agency_id = asked.agency.id if asked.agency else None
    unit_id = asked.unit.id if asked.unit else None
    return request_of(asked.cycle, asked.wanted, agency_id=agency_id, unit_id=unit_id)


def _people(asked: FormsAsked) -> Sequence[int]:
    return list(people_in_reach(form_source(), _many(asked)))


def _asked() -> tuple[FormsAsked | None, Sequence[Agency], Sequence[Unit]]:
    """Return what was asked for, and the agencies and units of which one may be chosen."""
    agencies: Sequence[Agency] = ()
    units: Sequence[Unit] = ()
    if current_staff().has(Role.AUDITOR):
        places = catalogue_queries.catalogue(db.session(), on=today())
        agencies = sorted(places.agencies.values(), key=lambda each: (each.name, each.code))
        units = sorted(places.units.values(), key=lambda each: (each.name, each.code))
    elif current_staff().officer_id is None:
        abort(404)
    found = cycles.cycles(db.session())
    asked = forms_asked(request.args, found, agencies=agencies, units=units)
    agency = asked.agency if asked else None
    own = [each for each in units if agency is not None and each.agency_id == agency.id]
    return asked, agencies, own
