"""What the first staff page says of performance: how much waits there for the person."""

from collections.abc import Iterator

from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.evaluation.cycles.queries import cycles_in_use
from portal.evaluation.plans.first_screen import waiting_for
from portal.evaluation.plans.overview import around_viewer
from portal.web.access import Staff
from portal.web.extensions import today
from portal.web.navigation import PendingTask


def performance_steps(session: Session, staff: Staff) -> Iterator[PendingTask]:
    """Yield one task with the number that the daily mail counts, too; none where nothing waits."""
    in_use = cycles_in_use(session, on=today())
    around = around_viewer(session, staff.officer_id, cycles=in_use, on=today())
    waiting = 0 if around is None else waiting_for(session, around)
    if waiting:
        text = ngettext(
            "%(num)s hal menunggu Anda di Kinerja", "%(num)s hal menunggu Anda di Kinerja", waiting
        )
        yield PendingTask(text, "plans.index")
