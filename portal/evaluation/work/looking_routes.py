"""Pages on which a superior looks at activities: accepted together, returned, rejected, read."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.evaluation.plans.forms import ReasonForm
from portal.evaluation.rules.states import ActivityState
from portal.evaluation.work import queries, service
from portal.evaluation.work.blueprint import (
    METHODS,
    blueprint,
    note_shown,
    own_person,
    watched,
    work_days,
)
from portal.evaluation.work.reading import about_activities, asked_page, names_of, watched_activity
from portal.evaluation.work.standing import people_looked_after
from portal.web.access import Role, requires
from portal.web.extensions import db, error_links, moment, record_act, today, unlocked, vault

LOOKING = "/people/activities"
ONE = "/activities/<int(max=2147483647):activity_id>"
# A page has fifty; a longer list was not sent by one of ours.
MOST_AT_ONCE = 100
Page = tuple[str, int] | Response


@blueprint.get(LOOKING)
@requires(*Role)
def looking() -> str:
    """Show what the viewer's people sent and nobody looked at, longest waiting first."""
    about = people_looked_after(db.session(), own_person(), on=today())
    number = asked_page()
    page = queries.waiting_activities(db.session(), about, number=number)
    note_shown({each.person_id for each in page.items}, kind="activity")
    return render_template(
        "evaluation/activities/looking.html",
        page=page,
        has_people=bool(about),
        look_days=work_days().look_days,
        **about_activities(page.items),
    )


@blueprint.post(f"{LOOKING}/accept")
@requires(*Role)
def accept() -> str | Response:
    """Accept what was ticked: first asked, then done."""
    person_id, shown = own_person(), _shown()
    if not shown:
        return redirect(url_for("work.looking", done="none"), 302)
    about = people_looked_after(db.session(), person_id, on=today())
    if request.form.get("confirmed") != "y":
        return _asked(shown, about=about)
    record_act("performance.accept", f"person:{person_id}", activities=len(shown))
    decision = service.Decision(shown, about, person_id, moment())
    done = service.decide(db.session(), decision, to=ActivityState.ACCEPTED)
    result = "accepted" if len(done) == len(shown) else "partly"
    return redirect(url_for("work.looking", done=result, count=len(done)), 302)


@blueprint.route(f"{ONE}/return", methods=METHODS)
@requires(*Role)
def return_activity(activity_id: int) -> Page:
    """Give an activity back to be mended, with a reason."""
    return _with_reason(activity_id, to=ActivityState.RETURNED)


@blueprint.route(f"{ONE}/reject", methods=METHODS)
@requires(*Role)
def reject(activity_id: int) -> Page:
    """Reject what is wrong or was entered twice, with a reason."""
    return _with_reason(activity_id, to=ActivityState.REJECTED)


@blueprint.get(ONE)
@requires(*Role)
def activity(activity_id: int) -> str:
    """Show one activity with what happened to it."""
    held, watch = watched_activity(activity_id)
    history = queries.history_of(db.session(), held.id)
    told = [(each, unlocked(each.reason)) for each in history]
    return render_template(
        "evaluation/activities/activity.html",
        each=held,
        watch=watch,
        history=told,
        actors=names_of({each.person_id for each in history}),
        **about_activities([held]),
    )


@blueprint.get("/people/<int(max=2147483647):person_id>/activities")
@requires(*Role)
def activities_of_person(person_id: int) -> str:
    """Show what a person sent, the latest day first."""
    person = names_of({person_id}).get(person_id) or abort(404)
    watch = watched(person_id)
    number = asked_page()
    page = queries.sent_activities_of(db.session(), person_id, number=number)
    return render_template(
        "evaluation/activities/of_person.html",
        page=page,
        watch=watch,
        person=person,
        **about_activities(page.items),
    )


def _shown() -> dict[int, int]:
    """Return what was ticked with the revision that the page showed; nothing else is read."""
    found = {}
    for text in request.form.getlist("activity")[:MOST_AT_ONCE]:
        number, _, revision = text.partition(":")
        if all(
            each.isascii() and each.isdecimal() and len(each) < 10 for each in (number, revision)
        ):
            found[int(number)] = int(revision)
    return found


def _asked(shown: dict[int, int], *, about: frozenset[int]) -> str:
    """Ask before many are accepted at once; what is not the viewer's to look at is left out."""
    held = [queries.activity_with(db.session(), each) for each in shown]
    items = [each for each in held if each is not None and each.person_id in about]
    note_shown({each.person_id for each in items}, kind="activity")
    return render_template(
        "evaluation/activities/accept.html", items=items, shown=shown, **about_activities(items)
    )


def _with_reason(activity_id: int, *, to: ActivityState) -> Page:
    """Ask for a reason, and do it; the reason stays on the page when it cannot be done."""
    held, watch = watched_activity(activity_id)
    if not watch.may_decide:
        abort(404)
    form = ReasonForm()
    is_changed = held.state is not ActivityState.SENT
    if request.method == "POST" and form.validate() and not is_changed:
        if _decided(activity_id, form, about=held.person_id, to=to):
            return redirect(url_for("work.looking", done=str(to)), 302)
        is_changed = True
    form.revision.data = str(held.revision)
    errors = error_links(form)
    values: dict[str, Any] = {"form": form, "errors": errors, "is_changed": is_changed, "to": to}
    page = render_template(
        "evaluation/activities/decide.html", each=held, **values, **about_activities([held])
    )
    return page, 409 if is_changed else 422 if errors else 200


def _decided(activity_id: int, form: ReasonForm, *, about: int, to: ActivityState) -> bool:
    record_act("performance.activity", f"person:{about}", to=str(to), activity=activity_id)
    decision = service.Decision(
        {activity_id: form.shown_revision},
        {about},
        own_person(),
        moment(),
        reason=vault().lock(form.reason.data),
    )
    return bool(service.decide(db.session(), decision, to=to))
