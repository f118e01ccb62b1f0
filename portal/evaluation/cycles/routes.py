"""The performance office's pages of cycles: list, make, open, extend, move on, close."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.cycles import decisions, queries, service
from portal.evaluation.cycles.domain import Cycle, Deadline, OpeningPreview
from portal.evaluation.cycles.forms import CreateCycleForm, ExtendForm
from portal.evaluation.rules.days import DayTest
from portal.evaluation.rules.deadlines import DayRules
from portal.evaluation.rules.states import CycleState, PeriodState, TransitionRefused
from portal.organisation.calendar.queries import working_days
from portal.organisation.people import queries as people
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, error_links, moment, record_act, today, vault

READERS = (
    Role.PERFORMANCE_OFFICE,
    Role.PERFORMANCE_COORDINATOR,
    Role.AUDITOR,
    Role.MAYOR,
)
METHODS = ("GET", "POST")
CONDITIONS = "evaluation_closing_conditions"
OPENING = "evaluation_opening_conditions"
PREVIEW = "evaluation_opening_preview"
# What an address calls a step, and the state it leads to.
STEPS = {
    "evaluate": CycleState.EVALUATING,
    "object": CycleState.OBJECTING,
    "close": CycleState.CLOSED,
    "cancel": CycleState.CANCELLED,
}
# Beyond the last day of a cycle lie the last days counted from it.
HORIZON = timedelta(days=200)
blueprint = Blueprint("cycles", __name__, url_prefix="/admin/performance/cycles")


@blueprint.get("")
@requires(*READERS)
def index() -> str:
    """List every cycle."""
    return render_template(
        "evaluation/cycles/index.html",
        cycles=queries.cycles(db.session()),
        may_change=current_staff().has(Role.PERFORMANCE_OFFICE),
    )


@blueprint.route("/new", methods=METHODS)
@requires(Role.PERFORMANCE_OFFICE)
def create() -> tuple[str, int] | Response:
    """Make a draft of a cycle."""
    form = CreateCycleForm()
    if request.method == "GET":
        form.offer(today().year + 1)
    elif form.validate() and (cycle_id := _created(form)):
        return redirect(url_for("cycles.show", cycle_id=cycle_id))
    links = error_links(form)
    page = render_template("evaluation/cycles/create.html", form=form, errors=links)
    return page, 422 if links else 200


@blueprint.get("/<int(max=2147483647):cycle_id>")
@requires(*READERS)
def show(cycle_id: int) -> str:
    """Show a cycle: periods, last days, extensions, and what keeps it from closing."""
    cycle, session = found(cycle_id), db.session()
    rules = queries.rules_of(session, cycle)
    return render_template(
        "evaluation/cycles/show.html",
        cycle=cycle,
        rules=rules,
        deadlines=_last_days(cycle, rules.rules.days),
        extensions=queries.extensions(session, cycle_id),
        matters=service.open_matters(session, cycle, conditions=conditions()),
        next_step=_next_step(cycle),
        exceptions=_exceptions(cycle),
        may_change=current_staff().has(Role.PERFORMANCE_OFFICE),
    )


@blueprint.route("/<int(max=2147483647):cycle_id>/open", methods=METHODS)
@requires(Role.PERFORMANCE_OFFICE, fresh=True)
def open_one(cycle_id: int) -> tuple[str, int] | Response:
    """Say what opening does and who still lacks somebody, then open."""
    cycle = found(cycle_id)
    if cycle.state is not CycleState.DRAFT:
        return redirect(url_for("cycles.show", cycle_id=cycle_id))
    if request.method == "POST" and _opened(cycle):
        return redirect(url_for("cycles.show", cycle_id=cycle_id, done="opened"))
    matters = service.open_matters(db.session(), cycle, conditions=conditions(OPENING))
    page = render_template(
        "evaluation/cycles/open.html",
        cycle=cycle,
        rules=queries.newest_rules(db.session()),
        preview=_preview(cycle),
        matters=matters,
    )
    return page, 409 if request.method == "POST" else 200


@blueprint.route(
    "/<int(max=2147483647):cycle_id>/deadlines/<int(max=99):period>/<step>", methods=METHODS
)
@requires(Role.PERFORMANCE_OFFICE)
def extend(cycle_id: int, *, period: int, step: str) -> tuple[str, int] | Response:
    """Move a last day later, with the reason."""
    cycle, form = found(cycle_id), ExtendForm()
    deadline = _deadline(cycle_id, period=period, step=step)
    if form.is_submitted() and form.validate() and _extended(form, cycle, deadline=deadline):
        return redirect(url_for("cycles.show", cycle_id=cycle_id, done="extended"))
    links = error_links(form)
    page = render_template(
        "evaluation/cycles/extend.html", cycle=cycle, deadline=deadline, form=form, errors=links
    )
    return page, 422 if links else 200


@blueprint.route(
    "/<int(max=2147483647):cycle_id>/<any(evaluate,object,close,cancel):act>", methods=METHODS
)
@requires(Role.PERFORMANCE_OFFICE, fresh=True)
def move(cycle_id: int, act: str) -> tuple[str, int] | Response:
    """Ask, then move a cycle on; closing only when nothing keeps it open."""
    cycle, matters = found(cycle_id), ()
    if request.method == "POST":
        matters = _moved(cycle, act)
        if not matters:
            return redirect(url_for("cycles.show", cycle_id=cycle_id, done=act))
    page = render_template("evaluation/cycles/move.html", cycle=cycle, act=act, matters=matters)
    return page, 409 if matters else 200


@blueprint.post(
    "/<int(max=2147483647):cycle_id>/periods/<int(max=99):number>/<any(reporting,evaluated):to>"
)
@requires(Role.PERFORMANCE_OFFICE)
def move_period(cycle_id: int, *, number: int, to: str) -> Response:
    """Move a period on."""
    cycle = found(cycle_id)
    record_act("cycles.period", f"cycle:{cycle.year}", period=number, state=to)
    try:
        service.move_period(db.session(), cycle_id, number=number, to=PeriodState(to))
    except decisions.NoSuchCycle:
        abort(404)
    except TransitionRefused:
        db.session.rollback()
        abort(409)
    return redirect(url_for("cycles.show", cycle_id=cycle_id, done="moved"))


def found(cycle_id: int) -> Cycle:
    """Return a cycle, or answer that there is none."""
    cycle = queries.cycle_with(db.session(), cycle_id)
    if cycle is None:
        abort(404)
    return cycle


def conditions(kind: str = CONDITIONS) -> Sequence[service.ClosingCondition]:
    """Return what features above registered as conditions for closing, or for opening."""
    found_ones = current_app.extensions.get(kind, ())
    return cast(Sequence[service.ClosingCondition], found_ones)


def _preview(cycle: Cycle) -> OpeningPreview:
    preview = current_app.extensions.get(PREVIEW)
    return preview(db.session(), cycle) if preview else OpeningPreview(people=0)


def _working_days(cycle: Cycle) -> DayTest:
    last = cycle.ends_on + HORIZON
    return working_days(db.session(), first=cycle.starts_on, last=last).includes


def _next_step(cycle: Cycle) -> str | None:
    """Return what an address calls the step that follows; None where there is none."""
    follows = {
        CycleState.OPEN: "evaluate",
        CycleState.EVALUATING: "object",
        CycleState.OBJECTING: "close",
    }
    return follows.get(cycle.state)


def _last_days(cycle: Cycle, rules: DayRules) -> list[tuple[Deadline, date]]:
    """Return each stored last day with the one that counts by today's calendar."""
    is_working = _working_days(cycle)
    stored = queries.deadlines(db.session(), cycle.id)
    return [(each, each.after(rules, is_working_day=is_working)) for each in stored]


def _exceptions(cycle: Cycle) -> list[tuple[queries.NamedException, str, str]]:
    """Return each exception with the person's name, and its reason for who may read it."""
    named = queries.exceptions(db.session(), cycle.id)
    persons = people.persons(db.session(), {each.person_id for each in named})
    may_read = current_staff().has(Role.PERFORMANCE_OFFICE, Role.AUDITOR)
    return [
        (each, persons[each.person_id].name, vault().unlock(each.reason) if may_read else "")
        for each in named
    ]


def _created(form: CreateCycleForm) -> int | None:
    """Make the cycle; else the form says why not."""
    command = form.to_command()
    record_act("cycles.create", f"cycle:{command.year}", starts=str(command.starts_on))
    try:
        return service.create_cycle(db.session(), command)
    except service.YearTaken:
        form.starts_on.errors = [_l("Tahun ini sudah mempunyai siklus.")]
    except service.PeriodsDoNotFit as error:
        form.refuse(error.faults)
    return None


def _opened(cycle: Cycle) -> bool:
    """Open the cycle; return whether nothing had to be settled before."""
    record_act("cycles.open", f"cycle:{cycle.year}")
    try:
        service.open_cycle(
            db.session(),
            cycle.id,
            opening=service.Opening(current_staff().name, moment(), today()),
            is_working_day=_working_days(cycle),
            conditions=conditions(OPENING),
        )
    except TransitionRefused:
        db.session.rollback()
        abort(409)
    except service.CycleNotFinished:
        return False
    return True


def _deadline(cycle_id: int, *, period: int, step: str) -> Deadline:
    deadlines = queries.deadlines(db.session(), cycle_id)
    wanted = [each for each in deadlines if (each.period_number, each.step) == (period, step)]
    if not wanted:
        abort(404)
    return wanted[0]


def _extended(form: ExtendForm, cycle: Cycle, *, deadline: Deadline) -> bool:
    """Move the last day; else the form says why not."""
    command = form.to_command(cycle.id, deadline, decided_by=current_staff().name)
    detail: dict[str, Any] = {"step": command.step, "period": command.period_number}
    record_act("cycles.extend", f"cycle:{cycle.year}", **detail, to=str(command.last_on))
    try:
        decisions.extend_deadline(db.session(), command, now=moment())
    except decisions.NotLater:
        form.last_on.errors = [_l("Batas yang baru harus sesudah batas yang berlaku.")]
        return False
    return True


def _moved(cycle: Cycle, act: str) -> tuple[Any, ...]:
    """Move the cycle on, and return what keeps it from closing."""
    record_act(f"cycles.{act}", f"cycle:{cycle.year}")
    session = db.session()
    try:
        if act == "close":
            service.close_cycle(session, cycle.id, conditions=conditions())
        else:
            service.move_cycle(session, cycle.id, to=STEPS[act])
    except service.CycleNotFinished as error:
        return error.matters
    except TransitionRefused:
        session.rollback()
        abort(409)
    return ()
