"""One desk at a time: in brief, and as the citizen's page needs it."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from portal.organisation.people.officer_models import Officer, Posting
from portal.organisation.places.codes import is_code
from portal.organisation.places.kinds import PosterState
from portal.organisation.places.models import Agency, Desk, Service, Unit
from portal.organisation.places.queries import offers_of_desk, unit_in
from portal.organisation.posters.codes import read_poster_code
from portal.organisation.posters.models import Poster
from portal.organisation.posters.rateable import (
    RECENT_DAYS,
    DeskInBrief,
    PosterRetired,
    RateableDesk,
    RateableOfficer,
    RateableService,
)
from portal.time.months import month_of

_Successor = aliased(Desk)


def desk_in_brief(session: Session, code: str, *, on: date) -> DeskInBrief | None:
    """Return the desk with the public ``code`` and the names around it on a day, or None."""
    if not is_code(code):
        return None
    row = session.execute(_brief(on).where(Desk.code == code)).first()
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
    query = _brief(on).add_columns(Poster.state).join(Poster, Poster.desk_id == Desk.id)
    row = session.execute(query.where(Poster.code == code)).first()
    if row is None:
        return None
    fields = dict(row._mapping)
    state = PosterState(fields.pop("state"))
    brief = DeskInBrief(**fields)
    return brief if state is PosterState.CURRENT else PosterRetired(desk=brief, state=state)


def _brief(on: date) -> Select[*tuple[Any, ...]]:
    unit_id = unit_in(month_of(on))
    query: Select[*tuple[Any, ...]] = (
        select(
            Desk.id,
            Desk.code,
            Desk.name,
            Desk.agency_id,
            Agency.code.label("agency_code"),
            Agency.name.label("agency_name"),
            unit_id.label("unit_id"),
            Unit.name.label("unit_name"),
            Desk.retired_on,
            _Successor.code.label("successor_code"),
            _Successor.name.label("successor_name"),
        )
        .join(Agency, Agency.id == Desk.agency_id)
        .outerjoin(Unit, Unit.id == unit_id)
        .outerjoin(_Successor, _Successor.id == Desk.successor_id)
    )
    return query


def _services(session: Session, *, desk_id: int, on: date) -> tuple[RateableService, ...]:
    month = month_of(on)
    dated = offers_of_desk(session, desk_id)
    query = (
        select(Service.id, Service.code, Service.name)
        .where(Service.id.in_(dated.offered(desk_id, month=month)))
        .where(or_(Service.retired_on.is_(None), Service.retired_on > on))
        .order_by(Service.name, Service.id)
    )
    return tuple(
        RateableService(**row._mapping, left_out=dated.questions[row.id].in_month(month))
        for row in session.execute(query)
    )


def _officers(session: Session, *, desk_id: int, on: date) -> tuple[RateableOfficer, ...]:
    is_recent = or_(Posting.ends_on.is_(None), Posting.ends_on >= on - timedelta(days=RECENT_DAYS))
    query = (
        select(Officer.id, Officer.badge_name, Officer.badge_number)
        .where(
            Officer.id.in_(
                select(Posting.officer_id).where(
                    and_(Posting.desk_id == desk_id, Posting.starts_on <= on, is_recent)
                )
            )
        )
        .order_by(Officer.badge_name, Officer.id)
    )
    return tuple(RateableOfficer(**row._mapping) for row in session.execute(query))
