"""Late promises and complaints of the whole city, for the report that its mayor reads."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from portal.complaints.handling.queries import overdue_count
from portal.complaints.intake.action_queries import published_actions
from portal.complaints.intake.kinds import PromiseState
from portal.complaints.intake.scope_queries import Scope

WHOLE_CITY = Scope(is_city=True, agency_id=None)


def waits_in_city(session: Session, today: date) -> Iterator[tuple[str, int, bool]]:
    """Yield label, number and whether it counts people's cases: late promises are public."""
    groups = published_actions(session, today=today, limit=0)
    late = sum(each.total for each in groups if each.state is PromiseState.LATE)
    yield "Janji perbaikan yang lewat tenggat", late, False
    overdue = overdue_count(session, WHOLE_CITY, today=today)
    yield "Pengaduan dan komentar yang lewat janji", overdue, True
