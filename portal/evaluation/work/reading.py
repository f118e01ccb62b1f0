"""Content of the pages of activities, and how they find one that the viewer may see."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask import abort, request

from portal.evaluation.plans.queries import texts_of_results
from portal.evaluation.rules.states import ActivityState
from portal.evaluation.work import queries
from portal.evaluation.work.blueprint import own_person, watched, work_days
from portal.evaluation.work.domain import Activity, WorkDays
from portal.evaluation.work.standing import Watch
from portal.organisation.people import queries as people
from portal.organisation.people.domain import Person
from portal.storage.paging import page_number
from portal.web.extensions import db, vault

# What was answered with a reason that its person reads.
WITH_REASON = frozenset({ActivityState.RETURNED, ActivityState.REJECTED})


def asked_page() -> int:
    """Return the page of a list that the address asks for."""
    return page_number(request.args.get("page"))


def asked_example() -> Activity | None:
    """Return the viewer's own activity that the address names as an example, or None.

    :raises werkzeug.exceptions.NotFound: for everybody else's.
    """
    text = request.args.get("like", "")
    is_number = text.isascii() and text.isdecimal() and len(text) < 10
    return own_activity(int(text)) if is_number else None


def own_activity(activity_id: int) -> Activity:
    """Return the viewer's own activity.

    :raises werkzeug.exceptions.NotFound: for everybody else's.
    """
    held = queries.activity_with(db.session(), activity_id)
    if held is None or held.person_id != own_person():
        abort(404)
    return held


def watched_activity(activity_id: int) -> tuple[Activity, Watch]:
    """Return an activity that the viewer may read: a draft is the person's own.

    :raises werkzeug.exceptions.NotFound: for everybody else.
    """
    held = queries.activity_with(db.session(), activity_id)
    if held is None:
        abort(404)
    watch = watched(held.person_id)
    if held.state is ActivityState.DRAFT and not watch.is_person:
        abort(404)
    return held, watch


def names_of(person_ids: Collection[int]) -> Mapping[int, Person]:
    """Return people by their numbers, in order of name."""
    return people.persons(db.session(), person_ids)


def about_activities(items: Sequence[Activity]) -> dict[str, Any]:
    """Return what lists say beside activities: results, reasons, who is late to look, names."""
    return about_own(items) | {"people": names_of({each.person_id for each in items})}


def about_own(items: Sequence[Activity]) -> dict[str, Any]:
    """Return what lists say beside activities whose person is known to the reader."""
    session, days = db.session(), work_days()
    plans = {plan for each in items if (plan := each.fields.served.plan_id) is not None}
    answered = [each.id for each in items if each.state in WITH_REASON]
    reasons = queries.last_reasons(session, answered) if answered else {}
    done_on = {each.fields.done_on for each in items}
    return {
        "results": texts_of_results(session, plans) if plans else {},
        "reasons": {key: vault().unlock(text) for key, text in reasons.items()},
        "overdue": _overdue(items, days),
        "days_off": {day for day in done_on if not days.is_working_day(day)},
    }


def _overdue(items: Sequence[Activity], days: WorkDays) -> set[int]:
    """Return the activities that nobody looked at in time; a day is counted from once."""
    sent = {each.id: each.sent_on for each in items if each.state is ActivityState.SENT}
    late = {day for day in set(sent.values()) if day is not None and days.is_overdue(day)}
    return {number for number, day in sent.items() if day in late}
