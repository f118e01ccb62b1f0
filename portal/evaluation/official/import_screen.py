"""How a page reads a file of the official record, and what it shows of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort

from portal.evaluation.official import plan_service
from portal.evaluation.official.activity_queries import days_around
from portal.evaluation.official.activity_rows import read_activity_file
from portal.evaluation.official.activity_service import (
    ActivityReach,
    preview_activities,
    take_in_activities,
)
from portal.evaluation.official.forms import ACTIVITIES
from portal.evaluation.official.merging import Outcome
from portal.evaluation.official.plan_file import read_plan_file
from portal.storage.database import end_read
from portal.storage.spreadsheets.table import RowFault
from portal.web.access import Role, current_staff
from portal.web.extensions import db, moment, today, vault

# Plans of one answer: more would keep whoever waits longer than a page should.
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file would change or did change, as a page shows it.

    :ivar plans: what becomes of each plan; none for daily progress.
    :ivar left: plans that were not come to yet.
    """

    counts: Mapping[Outcome, int]
    faults: Sequence[RowFault]
    plans: Sequence[plan_service.PlanLine] = ()
    left: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.counts.get(Outcome.NEW) or self.counts.get(Outcome.CHANGED))

    def shown(self, most: int) -> Sequence[Any]:
        """Return the first plans that change."""
        changing = [each for each in self.plans if each.outcome in {Outcome.NEW, Outcome.CHANGED}]
        return changing[:most]


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


def seen(content: bytes, *, kind: str, meanings: Mapping[str, str], is_to_write: bool) -> Seen:
    """Read a file, and look at it or take it in.

    :param kind: ``plans`` or ``activities``.
    """
    agency_id = own_agency()
    end_read(db.session())
    if kind == ACTIVITIES:
        return _activities(content, meanings, agency_id=agency_id, is_to_write=is_to_write)
    file = read_plan_file(content, meanings=meanings)
    reach = plan_service.Reach(agency_id, today(), moment())
    session, texts = db.session(), vault()
    if is_to_write:
        done = plan_service.take_in_plans(session, file, reach=reach, vault=texts, most=AT_ONCE)
    else:
        done = plan_service.preview_plans(session, file, reach=reach, vault=texts)
    return Seen(done.counts, done.faults, done.lines, done.left)


def _activities(
    content: bytes, meanings: Mapping[str, str], *, agency_id: int | None, is_to_write: bool
) -> Seen:
    file = read_activity_file(content, meanings=meanings)
    days = days_around(db.session(), today())
    reach = ActivityReach(days, moment(), agency_id=agency_id)
    act = take_in_activities if is_to_write else preview_activities
    done = act(db.session(), file, reach=reach)
    return Seen(done.counts, done.faults)
