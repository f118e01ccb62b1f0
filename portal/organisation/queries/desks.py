"""One desk at a time: in brief, and as the citizen's page needs it."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from portal.organisation.domain import PosterState
from portal.organisation.domain.codes import is_code
from portal.organisation.domain.poster_codes import read_poster_code
from portal.organisation.domain.rateable import (
    RECENT_DAYS,
    DeskInBrief,
    PosterRetired,
    RateableDesk,
    RateableOfficer,
    RateableService,
)
from portal.organisation.models.people import Officer, Posting
from portal.organisation.models.places import (
    Agency,
    Desk,
    DeskService,
    LeftOutElement,
    Service,
    Unit,
)
from portal.organisation.models.poster import Poster
from portal.survey.elements import Element

_Successor = aliased(Desk)


def desk_in_brief(session: Session, code: str) -> DeskInBrief | None:
    """Return the desk with the public ``code`` and the names around it, or None."""
    if not is_code(code):
        return None
    row = session.execute(_brief().where(Desk.code == code)).first()
    return None if row is None else DeskInBrief(**row._mapping)


def desk_for_rating(
    session: Session, poster_or_desk_code: str, *, on: date
) -> RateableDesk | PosterRetired | None:
    """Return what a scanned or typed address points to on the day ``on``.

    :param poster_or_desk_code: a desk's public code, or a poster code in any spelling.
    :return: None when neither is known; ``PosterRetired`` for a replaced or withdrawn code.
    """
    brief = desk_in_brief(session, poster_or_desk_code)
    if brief is None:
        found = _behind_poster(session, poster_or_desk_code)
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


def _behind_poster(session: Session, typed: str) -> DeskInBrief | PosterRetired | None:
    code = read_poster_code(typed)
    if code is None:
        return None
    query = _brief().add_columns(Poster.state).join(Poster, Poster.desk_id == Desk.id)
    row = session.execute(query.where(Poster.code == code)).first()
    if row is None:
        return None
    fields = dict(row._mapping)
    state = PosterState(fields.pop("state"))
    brief = DeskInBrief(**fields)
    return brief if state is PosterState.CURRENT else PosterRetired(desk=brief, state=state)


def _brief() -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = (
        select(
            Desk.id,
            Desk.code,
            Desk.name,
            Desk.agency_id,
            Agency.code.label("agency_code"),
            Agency.name.label("agency_name"),
            Desk.unit_id,
            Unit.name.label("unit_name"),
            Desk.retired_on,
            _Successor.code.label("successor_code"),
            _Successor.name.label("successor_name"),
        )
        .join(Agency, Agency.id == Desk.agency_id)
        .outerjoin(Unit, Unit.id == Desk.unit_id)
        .outerjoin(_Successor, _Successor.id == Desk.successor_id)
    )
    return query


def _services(session: Session, *, desk_id: int, on: date) -> tuple[RateableService, ...]:
    query = (
        select(Service.id, Service.code, Service.name, LeftOutElement.element)
        .join(DeskService, DeskService.service_id == Service.id)
        .outerjoin(LeftOutElement, LeftOutElement.service_id == Service.id)
        .where(DeskService.desk_id == desk_id)
        .where(or_(Service.retired_on.is_(None), Service.retired_on > on))
        .order_by(Service.name, Service.id)
    )
    left_out: defaultdict[tuple[int, str, str], set[Element]] = defaultdict(set)
    for row in session.execute(query):
        left_out[row.id, row.code, row.name].update([Element(row.element)] if row.element else [])
    return tuple(
        RateableService(id=id_, code=code, name=name, left_out=frozenset(elements))
        for (id_, code, name), elements in left_out.items()
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
