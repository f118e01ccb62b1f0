"""The whole organisation as it was on one day."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from portal.organisation.places import models as places
from portal.organisation.places.arrangement import offers_by_desk
from portal.organisation.places.catalogue import (
    Agency,
    Catalogue,
    Desk,
    KnownPlace,
    Service,
    SubjectKind,
    Unit,
)
from portal.organisation.places.queries import arrangement
from portal.time.months import Month, month_of

PlaceType = TypeVar("PlaceType", bound=KnownPlace)
Names = Mapping[tuple[str, str], str]


def catalogue(session: Session, *, on: date, month: Month | None = None) -> Catalogue:
    """Return all agencies, units, services and desks with the names they carried on ``on``.

    Retired places are included. A place that had no name yet on that day has its present one.

    :param month: of which to say what is dated by months (offers, questions, units, categories);
        the month of ``on`` when None.
    """
    names, month, dated = _names(session, on=on), month or month_of(on), arrangement(session)
    services_of_desk = offers_by_desk(dated, month=month)

    def built(kind: SubjectKind, build: Callable[..., PlaceType]) -> list[PlaceType]:
        return _places(session, kind=kind, names=names, build=build)

    return Catalogue.of(
        on,
        agencies=built(
            SubjectKind.AGENCY,
            lambda **of: Agency(**of | {"kind": dated.categories[of["id"]].in_month(month)}),
        ),
        units=built(SubjectKind.UNIT, Unit),
        services=built(
            SubjectKind.SERVICE,
            lambda **of: Service(**of, left_out=dated.questions[of["id"]].in_month(month)),
        ),
        desks=built(
            SubjectKind.DESK,
            lambda **of: Desk(
                **of | {"unit_id": dated.units[of["id"]].in_month(month)},
                service_ids=services_of_desk.get(of["id"], frozenset()),
            ),
        ),
    )


MODELS = {
    SubjectKind.AGENCY: places.AgencyRow,
    SubjectKind.UNIT: places.UnitRow,
    SubjectKind.SERVICE: places.ServiceRow,
    SubjectKind.DESK: places.DeskRow,
}


def _places(
    session: Session, *, kind: SubjectKind, names: Names, build: Callable[..., PlaceType]
) -> list[PlaceType]:
    table: Any = MODELS[kind].__table__
    rows = session.execute(select(table).order_by(table.c.code)).all()
    codes = {row.id: row.code for row in rows}
    return [build(**_fields(row, kind=kind, names=names, codes=codes)) for row in rows]


def _fields(
    row: Row[Any], *, kind: SubjectKind, names: Names, codes: Mapping[int, str]
) -> dict[str, Any]:
    fields = dict(row._mapping)
    successor_id = fields.pop("successor_id")
    fields["successor"] = codes.get(successor_id)
    fields["name"] = names.get((kind, row.code), row.name)
    return fields


def _names(session: Session, *, on: date) -> dict[tuple[str, str], str]:
    """Return the latest name that started on or before ``on``, by kind and code."""
    table: Any = places.DatedName.__table__
    query = select(table).where(table.c.starts_on <= on).order_by(table.c.starts_on)
    return {(row.subject_kind, row.subject_code): row.name for row in session.execute(query)}
