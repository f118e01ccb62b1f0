"""The first screen of performance, a new plan, a plan's page and its versions side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle, Deadline
from portal.evaluation.plans import queries
from portal.evaluation.plans.blueprint import METHODS, PLAN, Shown, blueprint, shown_plan
from portal.evaluation.plans.comparison import differences
from portal.evaluation.plans.domain import Plan, Version
from portal.evaluation.plans.editing import DaysTaken, StartPlan, start_plan
from portal.evaluation.plans.first_screen import screen_parts
from portal.evaluation.plans.forms import RevisionForm, StartForm
from portal.evaluation.plans.overview import around_viewer, states_of_agency
from portal.evaluation.plans.standing import (
    appraiser_of,
    first_day_without_post,
    missing_around,
    post_on,
)
from portal.evaluation.plans.starting_points import results_from
from portal.evaluation.rules.days import DAY
from portal.organisation.people import queries as people
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, error_links, record_act, today, unlocked, vault
from portal.web.formatting import day as written_day


@dataclass(frozen=True, slots=True)
class OwnScreen:
    """What a person sees first of the own plan."""

    cycle: Cycle | None
    plan: queries.PlanLine | None
    has_person: bool


@blueprint.get("")
@requires(*Role)
def index() -> str:
    """Show what waits: mine, my people, and what a role sees of all."""
    session, staff = db.session(), current_staff()
    in_use = cycles.cycles_in_use(session, on=today())
    around = around_viewer(session, staff.officer_id, cycles=in_use, on=today())
    own = None if around is None else around.own_plan
    return render_template(
        "evaluation/plans/index.html",
        own=OwnScreen(in_use.open, own, has_person=around is not None),
        mine=() if around is None else around.people(),
        agencies=states_of_agency(session, staff, cycle=in_use.open, on=today()),
        deadlines=_last_days(in_use.open) if around is None else around.deadlines,
        is_office=staff.has(Role.PERFORMANCE_OFFICE),
        today=today(),
        parts=screen_parts(session, around),
    )


@blueprint.route("/plans/new", methods=METHODS)
@requires(*Role)
def start() -> tuple[str, int] | Response:
    """Make a plan from a template, from the last plan, or empty."""
    cycle, person_id, form = _open_cycle(), _own_person(), StartForm()
    last = next(iter(queries.plans_of(db.session(), person_id)), None)
    form.offer(
        has_last=last is not None,
        starts_on=first_free(cycle, last=last),
        ends_on=cycle.ends_on,
    )
    if form.is_submitted() and form.validate():
        plan_id = started(form, cycle, person_id=person_id, last=last)
        if plan_id:
            return redirect(url_for("plans.show", plan_id=plan_id))
    links = error_links(form)
    page = render_template(
        "evaluation/plans/start.html", form=form, errors=links, cycle=cycle, has_last=bool(last)
    )
    return page, 422 if links else 200


@blueprint.get(PLAN)
@requires(*Role)
def show(plan_id: int) -> str:
    """Show a plan: one version whole, what is missing, what happened, what can be done."""
    shown = shown_plan(plan_id)
    plan = shown.plan
    version = plan.version(request.args.get("version", 0, type=int)) or plan.latest
    may_edit = shown.may_edit
    return render_template(
        "evaluation/plans/show.html",
        shown=shown,
        plan=plan,
        version=version,
        texts={value: vault().unlock(text) for value, text in version.expectations.items()},
        gaps=version.gaps() if may_edit else (),
        missing=missing_around(db.session(), plan, on=today()) if may_edit else (),
        form=RevisionForm(),
        **_around(shown, version),
    )


@blueprint.get(f"{PLAN}/versions")
@requires(*Role)
def versions(plan_id: int) -> str:
    """Show two versions of a plan side by side, with what changed."""
    shown = shown_plan(plan_id)
    plan = shown.plan
    new = plan.version(request.args.get("new", 0, type=int)) or plan.latest
    old = plan.version(request.args.get("old", 0, type=int)) or plan.version(new.number - 1)
    if old is None:
        abort(404)
    return render_template(
        "evaluation/plans/versions.html",
        shown=shown,
        plan=plan,
        old=old,
        new=new,
        differences=differences(old, new),
    )


def _last_days(cycle: Cycle | None) -> Sequence[Deadline]:
    """Return the last days of a cycle for who is nobody's person."""
    return () if cycle is None else cycles.deadlines(db.session(), cycle.id)


def _open_cycle() -> Cycle:
    cycle = cycles.open_cycle(db.session())
    if cycle is None:
        abort(404)
    return cycle


def _own_person() -> int:
    person_id = current_staff().officer_id
    if person_id is None:
        abort(404)
    return person_id


def first_free(cycle: Cycle, *, last: Plan | None) -> date:
    """Return the first day of the cycle after the person's last plan."""
    if last is None or last.ends_on < cycle.starts_on:
        return cycle.starts_on
    return min(last.ends_on + DAY, cycle.ends_on)


def started(form: StartForm, cycle: Cycle, *, person_id: int, last: Plan | None) -> int | None:
    """Make the plan of a person and return its number; else the form says why not."""
    form.check_span(first=cycle.starts_on, last=cycle.ends_on)
    if form.errors:
        return None
    session = db.session()
    starts_on, ends_on = form.starts_on.data, form.ends_on.data
    if starts_on is None or ends_on is None:
        return None
    gap = first_day_without_post(session, person_id, starts_on=starts_on, ends_on=ends_on)
    if gap is not None:
        message = _l("Pada %(day)s tidak ada jabatan yang tercatat.", day=written_day(gap))
        form.starts_on.errors = [message]
        return None
    post = post_on(session, person_id, on=starts_on)
    command = StartPlan(
        cycle.id,
        person_id,
        starts_on,
        ends_on,
        post=post.title,
        unit=post.place,
        approach=form.chosen_approach(),
        results=results_from(form.starting_point(), last=last),
    )
    record_act("performance.start", f"person:{person_id}", starts=str(starts_on))
    try:
        return start_plan(session, command)
    except DaysTaken:
        if same := _same_draft(command):
            return same
        form.starts_on.errors = [_l("Untuk sebagian hari ini sudah ada SKP.")]
        return None


def _same_draft(command: StartPlan) -> int | None:
    """Return the plan that the first of two taps made."""
    wanted = (command.starts_on, command.ends_on, [each.text for each in command.results])
    for plan in queries.plans_of(db.session(), command.person_id):
        held = (plan.starts_on, plan.ends_on, [each.text for each in plan.latest.results])
        if held == wanted and plan.latest.number == 1 and plan.latest.state == "draft":
            return plan.id
    return None


def _around(shown: Shown, version: Version) -> dict[str, Any]:
    """Return who and what stands around a version: names, the leader's results, what happened."""
    session, plan = db.session(), shown.plan
    # A plan that ended is closed by whoever was the appraiser on its last day.
    appraiser = appraiser_of(session, plan.person_id, on=min(today(), plan.ends_on))
    is_over = plan.ends_on < today()
    lines = queries.latest_lines(session, plan.cycle_id, person_ids={plan.person_id})
    happened = _events(shown)
    named = {event.person_id for event, _ in happened} | {plan.person_id, appraiser}
    persons = people.persons(session, {each for each in named if each is not None})
    served = [each.serves_id for each in version.results if each.serves_id]
    return {
        "people": persons,
        "appraiser": persons.get(appraiser) if appraiser else None,
        "judging_plan_id": lines[plan.person_id].plan_id,
        "closes": is_over and appraiser is not None and appraiser == shown.viewer.person_id,
        "events": happened,
        "served": queries.served_texts(session, served),
        "leaders": _leaders(shown, appraiser=appraiser),
    }


def _events(shown: Shown) -> list[tuple[queries.Event, str]]:
    """Return what happened with its reason in plain words."""
    return [(each, unlocked(each.reason)) for each in queries.events(db.session(), shown.plan.id)]


def _leaders(shown: Shown, *, appraiser: int | None) -> tuple[queries.LeaderResult, ...]:
    """Return the appraiser's results that the person's may serve."""
    if appraiser is None:
        return ()
    return queries.leader_results(db.session(), appraiser, cycle_id=shown.plan.cycle_id)
