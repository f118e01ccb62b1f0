"""Pages of programmes: a person's list, one programme, proposing one, agreeing to it."""

from functools import partial

from flask import abort, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.development import queries, service
from portal.evaluation.development.blueprint import (
    ONE,
    PERSON,
    Page,
    acted,
    blueprint,
    form_page,
    noted,
    pressed,
    reached,
    reached_programme,
    to_programme,
    to_programmes,
)
from portal.evaluation.development.domain import MOST_GOALS, Sides
from portal.evaluation.development.forms import GoalForm, ProposeForm
from portal.evaluation.development.measuring_queries import goal_indicators
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.rules.programmes import CHECK_IN_DAYS
from portal.evaluation.work.blueprint import METHODS, work_days
from portal.evaluation.work.reading import names_of
from portal.web.access import Role, requires
from portal.web.extensions import db, record_act, today, unlocked, vault


@blueprint.get(PERSON)
@requires(*Role)
def programmes(person_id: int) -> str:
    """List a person's programmes."""
    sides = reached(person_id)
    return render_template(
        "evaluation/development/programmes.html",
        sides=sides,
        name=names_of({person_id})[person_id].name,
        held=queries.programmes_of(db.session(), person_id),
        opened=unlocked,
        today=today(),
        done=request.args.get("done"),
    )


@blueprint.route(f"{PERSON}/new", methods=METHODS)
@requires(*Role)
def propose(person_id: int) -> Page:
    """Propose a programme with its first goal."""
    sides, form = reached(person_id), ProposeForm()
    if not sides.may_propose:
        abort(404)
    form.offer(goal_indicators(db.session(), person_id, on=today()))
    if not form.is_submitted():
        form.starts_on.data, form.every.data = today(), str(CHECK_IN_DAYS)
    elif form.validate() and form.is_sound_programme(today()):
        return _proposed(form, sides)
    return form_page(
        form,
        title=_l("Usulkan program perbaikan"),
        back=url_for("development.programmes", person_id=person_id),
        intro=_l("Untuk membantu, bukan untuk menghukum. Berlaku sesudah keduanya sepakat."),
    )


def _proposed(form: ProposeForm, sides: Sides) -> Response:
    starts_on, every = form.starts_on.data, form.interval
    if starts_on is None or every is None:
        abort(422)
    proposal = service.ProposedProgramme(
        sides.person_id,
        vault().lock(form.reason.data),
        starts_on,
        every,
        form.goal(vault().lock),
        form.told_cause,
    )
    record_act("performance.programme_proposed", f"person:{sides.person_id}")
    number = service.propose_programme(db.session(), proposal, sides=sides, today=today())
    return to_programme(number, "proposed")


@blueprint.get(ONE)
@requires(*Role)
def programme(programme_id: int) -> str:
    """Show a programme with its goals, its check-ins and what comes next."""
    held, sides = reached_programme(programme_id)
    ids = {held.person_id, held.proposed_by, held.agreed_by, held.reviewed_by}
    ids |= {each.recorded_by for each in held.check_ins}
    return render_template(
        "evaluation/development/programme.html",
        held=held,
        sides=sides,
        names=names_of({each for each in ids if each is not None}),
        opened=unlocked,
        form=RevisionForm(formdata=None),
        most_goals=MOST_GOALS,
        today=today(),
        done=request.args.get("done"),
    )


@blueprint.route(f"{ONE}/goals/new", methods=METHODS)
@requires(*Role)
def add_goal(programme_id: int) -> Page:
    """Add a goal to the own proposal."""
    held, sides = reached_programme(programme_id)
    form, is_changed = GoalForm(), False
    if not sides.may_edit(held) or len(held.goals) >= MOST_GOALS:
        abort(404)
    form.offer(goal_indicators(db.session(), held.person_id, on=today()))
    if form.is_submitted() and form.validate() and form.is_sound(after=held.starts_on):
        noted(held, "goal")
        goal = form.goal(vault().lock)
        if acted(held, sides, form=form, do=partial(service.add_goal, goal=goal)):
            return to_programme(held.id, "goal")
        is_changed = True
    back = url_for("development.programme", programme_id=held.id)
    revision = held.revision
    return form_page(form, title=_l("Sasaran"), back=back, revision=revision, is_changed=is_changed)


@blueprint.post(f"{ONE}/goals/<int(max=2147483647):goal_id>/remove")
@requires(*Role)
def remove_goal(programme_id: int, *, goal_id: int) -> Response:
    """Take a goal out of the own proposal."""
    held, sides = reached_programme(programme_id)
    if not sides.may_edit(held) or held.goal(goal_id) is None:
        abort(404)
    return pressed(
        held,
        sides,
        done="goal_removed",
        do=partial(service.remove_goal, goal_id=goal_id),
    )


@blueprint.post(f"{ONE}/withdraw")
@requires(*Role)
def withdraw(programme_id: int) -> Response:
    """Take the own proposal back."""
    held, sides = reached_programme(programme_id)
    if not sides.may_edit(held):
        abort(404)
    noted(held, "withdrawn")
    form = RevisionForm()
    if acted(held, sides, form=form, do=service.withdraw_programme):
        return to_programmes(held.person_id, "withdrawn")
    return to_programme(held.id, "changed")


@blueprint.post(f"{ONE}/agree")
@requires(*Role)
def agree(programme_id: int) -> Response:
    """Agree, as the other side."""
    held, sides = reached_programme(programme_id)
    if not sides.may_agree(held):
        abort(404)
    counts = work_days().is_working_day
    return pressed(held, sides, done="agreed", do=partial(service.agree_programme, counts=counts))


@blueprint.post(f"{ONE}/start")
@requires(*Role)
def start(programme_id: int) -> Response:
    """Begin what was agreed."""
    held, sides = reached_programme(programme_id)
    if not sides.may_start(held, today=today()):
        abort(404)
    counts = work_days().is_working_day
    return pressed(
        held,
        sides,
        done="started",
        do=partial(service.start_programme, counts=counts),
    )
