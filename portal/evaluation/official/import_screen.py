"""How a page reads a file of the official record, and what it shows of it."""

from flask import abort

from portal.evaluation.official import plan_service
from portal.evaluation.official.activity_queries import days_around
from portal.evaluation.official.activity_rows import read_activity_file
from portal.evaluation.official.activity_service import (
    ActivityReach,
    preview_activities,
    take_in_activities,
)
from portal.evaluation.official.import_kinds import FileToSee, Seen, import_kinds
from portal.evaluation.official.plan_file import read_plan_file
from portal.storage.database import end_read
from portal.web.access import Role, current_staff
from portal.web.extensions import db, moment, today, vault

# Plans of one answer: more would keep whoever waits longer than a page should.
AT_ONCE = 1_000


def own_agency() -> int | None:
    """Return whose people the viewer's files may concern; None for the whole city.

    :raises werkzeug.exceptions.Forbidden: for a coordinator of no agency.
    """
    staff = current_staff()
    if staff.has(Role.PERFORMANCE_OFFICE):
        return None
    if staff.agency_id is None:
        abort(403)
    return staff.agency_id


def seen(kind: str, asked: FileToSee) -> Seen:
    """Read a file of a kind, and look at it or take it in."""
    end_read(db.session())
    return import_kinds()[kind].see(asked)


def seen_plans(asked: FileToSee) -> Seen:
    """Look at a file of plans, or take a part of it in."""
    file = read_plan_file(asked.content, meanings=asked.meanings)
    reach = plan_service.ImportReach(asked.agency_id, today(), moment())
    session, texts = db.session(), vault()
    if asked.is_to_write:
        done = plan_service.take_in_plans(session, file, reach=reach, vault=texts, most=AT_ONCE)
    else:
        done = plan_service.preview_plans(session, file, reach=reach, vault=texts)
    return Seen(done.counts, done.faults, done.lines, done.left)


def seen_activities(asked: FileToSee) -> Seen:
    """Look at a file of daily progress, or take it in."""
    file = read_activity_file(asked.content, meanings=asked.meanings)
    days = days_around(db.session(), today())
    reach = ActivityReach(days, moment(), agency_id=asked.agency_id)
    act = take_in_activities if asked.is_to_write else preview_activities
    done = act(db.session(), file, reach=reach)
    return Seen(done.counts, done.faults)
