"""The blueprint of work; whose work a viewer may see; a page that is one form."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, g, has_request_context, render_template

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.plans.forms import RevisionForm
from portal.evaluation.rules.deadlines import DAY_RULES
from portal.evaluation.work.domain import WorkDays
from portal.evaluation.work.standing import Watch, watch_of
from portal.organisation.calendar.queries import working_days
from portal.organisation.people.looks import note_looks
from portal.web.access import Role, current_staff
from portal.web.extensions import db, error_links, moment, today

METHODS = ("GET", "POST")
# A deadline counts working days this far before and after today and the days of its cycle.
AROUND = timedelta(days=120)
blueprint = Blueprint("work", __name__, url_prefix="/admin/performance")


def work_days(cycle: Cycle | None = None) -> WorkDays:
    """Return the city's working days around today, with the rules of a cycle.

    Within a request they are read once: several parts of a page ask for them.

    :param cycle: None for that of today.
    """
    if not has_request_context():
        return _work_days(cycle)
    held: dict[int | None, WorkDays] = g.setdefault("work_days", {})
    key = None if cycle is None else cycle.id
    if key not in held:
        held[key] = _work_days(cycle)
    return held[key]


def _work_days(cycle: Cycle | None) -> WorkDays:
    session, day = db.session(), today()
    if cycle is None:
        found, first, last = cycles.rules_on(session, day), day, day
    else:
        found = cycles.rules_of(session, cycle).rules
        first, last = min(day, cycle.starts_on), max(day, cycle.ends_on)
    rules = DAY_RULES if found is None else found.days
    calendar = working_days(session, first=first - AROUND, last=last + AROUND)
    return WorkDays(day, calendar.includes, rules)


def own_person() -> int:
    """Return the viewer's own record.

    :raises werkzeug.exceptions.NotFound: for an account without a person.
    """
    person_id = current_staff().officer_id
    if person_id is None:
        abort(404)
    return person_id


def watched(person_id: int, *, kind: str = "activity") -> Watch:
    """Return what the viewer is to a person whose work they may read; the look is logged.

    :raises werkzeug.exceptions.NotFound: for everybody else: what lies elsewhere does not exist.
    """
    staff = current_staff()
    watch = watch_of(
        db.session(),
        person_id,
        viewer_id=staff.officer_id,
        on=today(),
        is_auditor=staff.has(Role.AUDITOR),
    )
    if not watch.may_read:
        abort(404)
    note_shown({person_id}, kind=kind)
    return watch


def note_shown(person_ids: Collection[int], *, kind: str) -> None:
    """Put on record that content of these people is about to be shown."""
    note_looks(db.session(), person_ids, kind=kind, by=current_staff(), now=moment(), today=today())


def form_page(
    template: str, form: RevisionForm, *, revision: int, is_changed: bool, **told: Any
) -> tuple[str, int]:
    """Show a form on a page of its own; where it changed meanwhile, what was typed stays.

    :param revision: that the form is about now; 0 where nothing was kept yet.
    :param told: what else the template says.
    """
    form.revision.data = str(revision)
    errors = error_links(form)
    fields = [field for field in form if field.type not in {"HiddenField", "CSRFTokenField"}]
    page = render_template(
        template, form=form, fields=fields, errors=errors, is_changed=is_changed, **told
    )
    return page, 409 if is_changed else 422 if errors else 200
