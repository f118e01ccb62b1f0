"""One desk at a time: in brief, and as the citizen's page needs it."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.organisation.people.desk_queries import recent_officers
from portal.organisation.places.catalogue import PosterState, is_code
from portal.organisation.places.queries import desks_on, offers_of_desk, services_in_service
from portal.organisation.posters.models import Poster
from portal.organisation.posters.rateable import (
    RECENT_DAYS,
    DeskInBrief,
    PosterRetired,
    RateableDesk,
    RateableOfficer,
    RateableService,
    read_poster_code,
)
from portal.time.months import month_of


def desk_in_brief(session: Session, code: str, *, on: date) -> DeskInBrief | None:
    """Return the desk with the public ``code`` and the names around it on a day, or None."""
    if not is_code(code):
        return None
    desks = desks_on(on)
    row = session.execute(select(desks).where(desks.c.code == code)).first()
    return None if row is None else DeskInBrief(**row._mapping)


def desk_for_rating(
    session: Session, poster_or_desk_code: str, *, on: date
) -> RateableDesk | PosterRetired | None:
    """Return what a scanned or typed address points to on the day ``on``.

    :param poster_or_desk_code: a desk's public code, or a poster code in any spelling.
    :return: None when neither is known; ``PosterRetired`` for a replaced or withdrawn code.
    """
    brief = desk_in_brief(session, poster_or_desk_code, on=on)
    if brief is None:
        found = _behind_poster(session, poster_or_desk_code, on=on)
        if found is None or isinstance(found, PosterRetired):
            return found
        brief = found
    if brief.is_retired(on):
        return RateableDesk(desk=brief, services=(), officers=(), is_retired=True)
    return RateableDesk(
        desk=brief,
        services=_services(session, desk_id=brief.id, on=on),
        officers=_officers(session, desk_id=brief.id, on=on),
        is_retired=False,
    )


def _behind_poster(session: Session, typed: str, *, on: date) -> DeskInBrief | PosterRetired | None:
    code = read_poster_code(typed)
    if code is None:
        return None
    desks = desks_on(on)
    query = select(desks, Poster.state).join(Poster, Poster.desk_id == desks.c.id)
    row = session.execute(query.where(Poster.code == code)).first()
    if row is None:
        return None
    fields = dict(row._mapping)
    state = PosterState(fields.pop("state"))
    brief = DeskInBrief(**fields)
    return brief if state is PosterState.CURRENT else PosterRetired(desk=brief, state=state)


def _services(session: Session, *, desk_id: int, on: date) -> tuple[RateableService, ...]:
    month = month_of(on)
    dated = offers_of_desk(session, desk_id)
    found = services_in_service(session, dated.offered(desk_id, month=month), on=on)
    return tuple(
        RateableService(**row._mapping, left_out=dated.questions[row.id].in_month(month))
        for row in found
    )


def _officers(session: Session, *, desk_id: int, on: date) -> tuple[RateableOfficer, ...]:
    since = on - timedelta(days=RECENT_DAYS)
    found = recent_officers(session, desk_id, since=since, on=on)
    return tuple(RateableOfficer(**row._mapping) for row in found)
