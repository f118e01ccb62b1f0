"""What the public reads of complaints: counts, promises kept or not, published texts."""

from flask import render_template, request

from portal.access import public
from portal.complaints.calendar import holidays_from
from portal.complaints.domain.counts import FEWEST_RECEIVED, CountLine, closed_year, for_public
from portal.complaints.queries.counts import Window, counts_by_addressee
from portal.complaints.queries.published import published_actions, published_texts
from portal.complaints.routes.blueprint import blueprint, catalogue, today
from portal.extensions import db
from portal.organisation.domain.catalogue import Catalogue

NEWEST_PROMISES = 9
MOST_PROMISES = 500


@blueprint.get("/complaints/")
@public
def overview() -> str:
    """Show what came in, what was answered in time, and what changed."""
    session, found = db.session(), catalogue()
    first, end = closed_year(today())
    most = MOST_PROMISES if request.args.get("promises") == "all" else NEWEST_PROMISES
    actions = published_actions(session, limit=most + 1)
    return render_template(
        "complaints/overview.html",
        lines=_lines(Window(first, end), found=found),
        actions=actions[:most],
        has_more=len(actions) > most,
        texts=published_texts(session),
        found=found,
        first=first,
        end=end,
        fewest=FEWEST_RECEIVED,
        today=today(),
    )


def _lines(window: Window, *, found: Catalogue) -> tuple[CountLine, ...]:
    """Return the lines of the public table, agencies in order of name, the inspectorate after."""
    session = db.session()
    holidays = holidays_from(session, first=window.first, last=today())
    counts = counts_by_addressee(session, window, today=today(), holidays=holidays)
    agencies = sorted((key for key in counts if key), key=lambda key: found.agencies[key].name)
    ordered: list[int | None] = [*agencies, *(key for key in counts if key is None)]
    return for_public({key: counts[key] for key in ordered})
