"""Pages of the office: the catalogue and its rules with their days, and the list of trainings."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.training import catalogue_service, queries
from portal.evaluation.training.blueprint import Page, blueprint, form_page
from portal.evaluation.training.exported import HEADINGS, office_rows
from portal.evaluation.training.forms import RuleForm
from portal.evaluation.training.labels import TRAINING_STATES
from portal.evaluation.training.sending import CATALOGUE, sent_workbook
from portal.organisation.people.civil_servants import evaluated_people
from portal.organisation.people.queries import persons
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, record_act, today

OFFICE = (Role.PERFORMANCE_OFFICE,)
LISTS = (Role.PERFORMANCE_OFFICE, Role.PERFORMANCE_COORDINATOR)
READERS = (*LISTS, Role.AUDITOR)


@blueprint.get(CATALOGUE)
@requires(*READERS)
def catalogue() -> str:
    """Show the catalogue and the rules that lead to it."""
    session = db.session()
    return render_template(
        "evaluation/training/catalogue.html",
        topics=queries.topics(session),
        rules=queries.rules(session),
        form=RevisionForm(formdata=None),
        today=today(),
        is_office=current_staff().has(*OFFICE),
        gets_list=current_staff().has(*LISTS),
        done=request.args.get("done"),
    )


@blueprint.get(f"{CATALOGUE}.xlsx")
@requires(*READERS)
def catalogue_file() -> Response:
    """Send the catalogue as it would be imported again."""
    rows = (
        (each.code, each.name, str(each.hours), each.provider, "ya" if each.is_offered else "tidak")
        for each in queries.topics(db.session())
    )
    return sent_workbook("katalog-pelatihan", catalogue_service.COLUMNS, rows=rows)


@blueprint.route(f"{CATALOGUE}/rules/new", methods=("GET", "POST"))
@requires(*OFFICE)
def add_rule() -> Page:
    """Let a kind of weak point lead to a topic from a day on."""
    form = RuleForm()
    form.offer(queries.topics(db.session()))
    if not form.is_submitted():
        form.starts_on.data = today()
    elif form.validate() and form.is_sound(today()):
        record_act("training.rule", "training", topic=form.topic.data, trigger=form.trigger.data)
        catalogue_service.add_rule(
            db.session(), rule=form.rule(), account_id=current_staff().account_id
        )
        return redirect(url_for("training.catalogue", done="rule"), 302)
    back = url_for("training.catalogue")
    return form_page(form, title=_l("Aturan pelatihan"), back=back)


@blueprint.post(f"{CATALOGUE}/rules/<int(max=2147483647):rule_id>/end")
@requires(*OFFICE)
def end_rule(rule_id: int) -> Response:
    """Let a rule end."""
    record_act("training.rule_ended", "training", rule=rule_id)
    try:
        catalogue_service.end_rule(db.session(), rule_id, today=today())
    except catalogue_service.RuleRefused:
        db.session.rollback()
        return redirect(url_for("training.catalogue", done="changed"), 302)
    return redirect(url_for("training.catalogue", done="rule_ended"), 302)


@blueprint.get("/training-list.xlsx")
@requires(*LISTS)
def training_list() -> Response:
    """Send planned and finished trainings for the training office; never why."""
    staff, session = current_staff(), db.session()
    agency = None if staff.has(*OFFICE) else staff.agency_id
    if agency is None and not staff.has(*OFFICE):
        abort(404)
    ids = evaluated_people(session, on=today(), agency_id=agency)
    held = queries.trainings_on_days(session, ids)
    people = persons(session, {each.person_id for each in held})
    named = {key: (each.name, each.number or "") for key, each in people.items()}
    states = {str(key): str(words) for key, words in TRAINING_STATES.items()}
    record_act("training.list", "training", rows=len(held), agency=agency)
    db.session.commit()
    rows = office_rows(held, people=named, states=states)
    return sent_workbook(f"pelatihan-{today().isoformat()}", HEADINGS, rows=rows)
