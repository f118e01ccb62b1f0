"""What the public reads of complaints: counts, promises kept or not, published texts."""

from flask import render_template, request

from portal.complaints.intake.action_queries import published_actions
from portal.complaints.intake.visible_scope import blueprint, catalogue
from portal.complaints.published.domain import FEWEST_RECEIVED
from portal.complaints.published.halves import counted_from, next_half_year
from portal.complaints.published.queries import counted_tables
from portal.complaints.published.text_queries import published_texts
from portal.web.access import public
from portal.web.extensions import db, today

NEWEST_PROMISES = 3
MOST_PROMISES = 500
MOST_HALF_YEARS = 6


@blueprint.get("/complaints/")
@public
def overview() -> str:
    """Show what came in, what was answered in time, and what changed."""
    session, found = db.session(), catalogue()
    most = MOST_PROMISES if request.args.get("promises") == "all" else NEWEST_PROMISES
    actions = published_actions(session, today=today(), limit=most)
    upcoming = next_half_year(today())
    return render_template(
        "complaints/published/overview.html",
        tables=counted_tables(session, limit=MOST_HALF_YEARS),
        upcoming=upcoming,
        upcoming_on=counted_from(upcoming),
        actions=actions,
        has_more=any(group.total > len(group.lines) for group in actions),
        texts=published_texts(session),
        found=found,
        fewest=FEWEST_RECEIVED,
    )
