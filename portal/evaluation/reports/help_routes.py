"""Reports on help: which trainings are needed, programmes by cause; in tens, without names."""

from collections.abc import Sequence

from flask import Response, abort, render_template
from flask_babel import gettext as _

from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.reports.help_domain import CauseLine, TopicNeed
from portal.evaluation.reports.help_queries import causes_in, needs_in
from portal.evaluation.reports.help_sheets import causes_file, needs_file
from portal.evaluation.reports.routes import CITY, blueprint, heading, sent
from portal.evaluation.yearly.unit_pages import cycle_under_review
from portal.web.access import Role, current_staff, requires
from portal.web.extensions import db, today

READERS = (*CITY, Role.PERFORMANCE_COORDINATOR)


@blueprint.get("/help")
@requires(*READERS)
def help_given() -> str:
    """Show needed trainings and programmes by cause, of the city or the coordinator's agency."""
    cycle = cycle_under_review()
    return render_template(
        "evaluation/reports/help.html",
        cycle=cycle,
        needs=_needs(cycle) if cycle else (),
        causes=_causes(cycle) if cycle else (),
        is_city=current_staff().has(*CITY),
        today=today(),
    )


@blueprint.get("/needs.xlsx")
@requires(*READERS)
def needs_table() -> Response:
    """Send the needed trainings as a workbook."""
    cycle = cycle_under_review() or abort(404)
    file = needs_file(_needs(cycle), heading=heading(_("Kebutuhan pelatihan")))
    return sent(file, name=f"kebutuhan-pelatihan-{cycle.year}")


@blueprint.get("/causes.xlsx")
@requires(*READERS)
def causes_table() -> Response:
    """Send the programmes by cause as a workbook."""
    cycle = cycle_under_review() or abort(404)
    file = causes_file(_causes(cycle), heading=heading(_("Program menurut sebab")))
    return sent(file, name=f"program-menurut-sebab-{cycle.year}")


def _needs(cycle: Cycle) -> Sequence[TopicNeed]:
    day = min(today(), cycle.ends_on)
    return needs_in(db.session(), cycle, agency_id=_agency(), on=day)


def _causes(cycle: Cycle) -> Sequence[CauseLine]:
    day = min(today(), cycle.ends_on)
    return causes_in(db.session(), cycle, agency_id=_agency(), on=day)


def _agency() -> int | None:
    staff = current_staff()
    return None if staff.has(*CITY) else staff.agency_id or 0
