"""How a person's programmes ended, for the page on which the year is rated."""

from collections.abc import Sequence
from datetime import date

from portal.evaluation.development.domain import ENDED, Programme
from portal.evaluation.development.queries import programmes_of
from portal.web.extensions import db


def ended_programmes(person_id: int, since: date) -> Sequence[Programme]:
    """Return the programmes that were reviewed since a day, in order of days."""
    return sorted(
        (
            each
            for each in programmes_of(db.session(), person_id)
            if each.state in ENDED and each.reviewed_on and each.reviewed_on >= since
        ),
        key=lambda each: each.reviewed_on or since,
    )
