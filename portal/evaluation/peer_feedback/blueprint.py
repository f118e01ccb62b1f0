"""The blueprint of what colleagues do, and what a page shows of its viewer's round."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, current_app

from portal.evaluation.peer_feedback import box_queries
from portal.evaluation.peer_feedback.domain import Round
from portal.evaluation.peer_feedback.key_holding import colleagues_store, day_key
from portal.organisation.people import queries as people
from portal.storage.lasting_keys.keys import derived_key
from portal.storage.sealing.keys import KeyLost
from portal.web.extensions import current_settings, current_staff, db, today

blueprint = Blueprint("colleagues", __name__, url_prefix="/admin/performance/colleagues")


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """One colleague of whom the viewer is asked.

    :ivar place: in the viewer's own list, from 1; no number of a person is in an address.
    :ivar draft_key: under which the browser keeps the form until it is sent.
    """

    place: int
    person_id: int
    name: str
    is_answered: bool
    draft_key: str


def own_person() -> int:
    """Return the viewer's own record.

    :raises werkzeug.exceptions.NotFound: for an account without a person.
    """
    person_id = current_staff().officer_id
    if person_id is None:
        abort(404)
    return person_id


def open_round() -> Round:
    """Return the round that is planned or runs.

    :raises werkzeug.exceptions.NotFound: when there is none.
    """
    round_ = box_queries.open_round(db.session())
    if round_ is None:
        abort(404)
    return round_


def asked_about(round_: Round, rater_id: int) -> Sequence[AskedAbout]:
    """Return of whom the viewer is asked; empty for everybody else, and once keys are gone."""
    session = db.session()
    seats = box_queries.seats_of(session, round_.id, rater_id=rater_id)
    key = box_queries.key_of(session, round_.id)
    if not seats or key is None or not round_.is_open(today()):
        return ()
    try:
        marks = day_key(colleagues_store(current_settings()), key)
    except KeyLost:
        return ()
    names = people.persons(session, [seat.rated_id for seat in seats])
    return [
        AskedAbout(
            place,
            seat.rated_id,
            names[seat.rated_id].name,
            seat.is_answered
            or box_queries.has_mark(session, marks.mark_of_seat(rater_id, seat.rated_id)),
            _draft_key(round_.id, rater_id=rater_id, rated_id=seat.rated_id),
        )
        for place, seat in enumerate(seats, start=1)
    ]


def _draft_key(round_id: int, *, rater_id: int, rated_id: int) -> str:
    """Return a name that another person in the same browser does not meet."""
    purpose = f"colleague's draft {round_id} {rater_id} {rated_id}"
    return derived_key(str(current_app.secret_key), purpose=purpose).hex()[:24]
