"""Who could be drawn for whom in a round, by what was recorded and by who is close to whom."""

from collections.abc import Collection
from datetime import date
from typing import Protocol

from sqlalchemy.orm import Session

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.peer_feedback.box_queries import recorded_stays
from portal.evaluation.peer_feedback.domain import Round
from portal.evaluation.peer_feedback.pools import Pools, TooClose, pools_of
from portal.organisation.calendar.queries import working_days
from portal.organisation.people import colleague_queries as colleagues
from portal.organisation.people.civil_servants import evaluated_people

Pairs = Collection[frozenset[int]]


class KeepsApart(Protocol):
    """Gives the pairs that a feature above keeps apart on a day of a span, both ends inclusive."""

    def __call__(self, session: Session, *, first: date, last: date) -> Pairs:
        """Return the pairs."""


def nobody_apart(session: Session, *, first: date, last: date) -> Pairs:
    """Keep nobody apart beyond lines and relations."""
    return frozenset()


def pools_in(
    session: Session,
    round_: Round,
    *,
    rated: Collection[int] | None = None,
    keeps_apart: KeepsApart = nobody_apart,
) -> Pools:
    """Return who may be drawn for whom.

    :param rated: of whom it is asked; None for everybody who is evaluated when the round opens.
    :param keeps_apart: whom an objection of the year keeps apart.
    """
    cycle = cycles.cycle_with(session, round_.cycle_id)
    first = round_.recorded_on if cycle is None else cycle.starts_on
    evaluated = frozenset(evaluated_people(session, on=round_.opens_on))
    stays = recorded_stays(session, round_.id)
    if rated is not None:
        places = {each.place for each in stays if each.person_id in rated}
        stays = [each for each in stays if each.place in places]
    away = colleagues.away_throughout(session, first=round_.opens_on, last=round_.closes_on)
    able = colleagues.who_can_sign_in(session, evaluated - away)
    return pools_of(
        stays,
        rated=evaluated if rated is None else evaluated & frozenset(rated),
        raters=able,
        close=too_close(session, first=first, last=round_.opens_on, keeps_apart=keeps_apart),
        calendar=working_days(session, first=first, last=round_.recorded_on),
    )


def too_close(
    session: Session, *, first: date, last: date, keeps_apart: KeepsApart = nobody_apart
) -> TooClose:
    """Return who stood above whom, and who had any relation to whom, on a day of a span."""
    related = colleagues.related_pairs(session, first=first, last=last)
    return TooClose(
        above=colleagues.superiors_in(session, first=first, last=last),
        pairs=related.union(keeps_apart(session, first=first, last=last)),
    )


def could_be_drawn(
    session: Session, colleague_id: int, *, about: int, first: date, last: date
) -> bool:
    """Return whether somebody served beside a person long enough, and is not close to them.

    :param first: of the days, with ``last``, both inclusive.
    """
    both = {colleague_id, about}
    found = pools_of(
        [
            each
            for each in colleagues.stays(session, first=first, last=last)
            if each.person_id in both
        ],
        rated={about},
        raters={colleague_id},
        close=too_close(session, first=first, last=last),
        calendar=working_days(session, first=first, last=last),
    )
    return colleague_id in found[about]
