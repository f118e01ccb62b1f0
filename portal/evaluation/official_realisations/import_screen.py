"""How the page of imports reads a file of what was reached."""

from portal.evaluation.official.import_kinds import FileToSee, Seen
from portal.evaluation.official_realisations.reached_file import read_reached_file
from portal.evaluation.official_realisations.service import (
    ReachScope,
    preview_reach,
    take_in_reach,
)
from portal.web.extensions import db, moment, today, vault


def seen_reach(asked: FileToSee) -> Seen:
    """Look at a file of what was reached, or take it in."""
    file = read_reached_file(asked.content, meanings=asked.meanings)
    scope = ReachScope(asked.agency_id, today(), moment(), vault())
    act = take_in_reach if asked.is_to_write else preview_reach
    done = act(db.session(), file, scope=scope)
    return Seen(done.counts, done.faults)
