"""What the public reads of complaints: counts, promises kept or not, published texts."""

from datetime import timedelta

from flask import render_template

from portal.access import public
from portal.complaints.queries.published import (
    published_actions,
    published_counts,
    published_texts,
)
from portal.complaints.routes.blueprint import blueprint, catalogue, today
from portal.extensions import db

COUNTED_DAYS = 365


@blueprint.get("/complaints/")
@public
def overview() -> str:
    """Show what came in, what was answered in time, and what changed."""
    session, found, since = db.session(), catalogue(), today() - timedelta(days=COUNTED_DAYS)
    counts = published_counts(session, since=since, today=today())
    agencies = sorted(counts, key=lambda number: found.agencies[number].name)
    return render_template(
        "complaints/overview.html",
        lines=[(found.agencies[number], counts[number]) for number in agencies],
        actions=published_actions(session),
        texts=published_texts(session),
        found=found,
        since=since,
        today=today(),
    )
