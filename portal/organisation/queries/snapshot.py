"""The whole organisation as it was on one day."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from portal.organisation.domain import AgencyKind, SubjectKind
from portal.organisation.domain.catalogue import Agency, Catalogue, Desk, Place, Service, Unit
from portal.organisation.models import places
from portal.survey.elements import Element

PlaceType = TypeVar("PlaceType", bound=Place)
Names = Mapping[tuple[str, str], str]


def catalogue(session: Session, *, on: date) -> Catalogue:
    """Return all agencies, units, services and desks with the names they carried on ``on``.

    Retired places are included. A place that had no name yet on that day has its present one.
    """
    names = _names(session, on=on)
    services_of_desk = _sets(session, places.DeskService.__table__)
    left_out = _sets(session, places.LeftOutElement.__table__)

    def built(kind: SubjectKind, build: Callable[..., PlaceType]) -> list[PlaceType]:
        return _places(session, kind=kind, names=names, build=build)

    return Catalogue.of(
        on,
        agencies=built(SubjectKind.AGENCY, _agency),
        units=built(SubjectKind.UNIT, Unit),
        services=built(
            SubjectKind.SERVICE,
            lambda **of: Service(**of, left_out=frozenset(map(Element, left_out[of["id"]]))),
        ),
        desks=built(
            SubjectKind.DESK, lambda **of: Desk(**of, service_ids=services_of_desk[of["id"]])
        ),
    )


MODELS = {
    SubjectKind.AGENCY: places.Agency,
    SubjectKind.UNIT: places.Unit,
    SubjectKind.SERVICE: places.Service,
    SubjectKind.DESK: places.Desk,
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


def _agency(*, kind: str, **fields: Any) -> Agency:
    return Agency(kind=AgencyKind(kind), **fields)


def _names(session: Session, *, on: date) -> dict[tuple[str, str], str]:
    """Return the latest name that started on or before ``on``, by kind and code."""
    table: Any = places.DatedName.__table__
    query = select(table).where(table.c.starts_on <= on).order_by(table.c.starts_on)
    return {(row.subject_kind, row.subject_code): row.name for row in session.execute(query)}


def _sets(session: Session, table: Any) -> Mapping[int, frozenset[Any]]:
    """Return the second column of a two-column table, gathered by the first."""
    gathered: defaultdict[int, set[Any]] = defaultdict(set)
    for key, value in session.execute(select(table)):
        gathered[key].add(value)
    frozen: defaultdict[int, frozenset[Any]] = defaultdict(frozenset)
    frozen.update({key: frozenset(values) for key, values in gathered.items()})
    return frozen
