"""Meanings of an agency's headings in files of the official record, stored and deleted."""

from collections.abc import Mapping, Sequence

from portal.evaluation.official.import_kinds import import_kinds
from portal.organisation.importing.queries import column_meanings
from portal.organisation.importing.service import forget_columns, remember_columns
from portal.organisation.places.catalogue import Agency
from portal.organisation.places.catalogue_queries import catalogue
from portal.storage.database import begin_write
from portal.web.extensions import db, today


def own_agencies(agency_id: int | None) -> Sequence[Agency]:
    """Return one agency, or all of the city for None."""
    found = catalogue(db.session(), on=today()).agencies.values()
    return [each for each in found if agency_id is None or each.id == agency_id]


def remembered(agency: str, *, kind: str) -> Mapping[str, str]:
    """Return the column of each heading that is remembered of an agency; none without one."""
    found = catalogue(db.session(), on=today()).agencies_by_code.get(agency)
    return {} if found is None else column_meanings(db.session(), found.id, import_name=_name(kind))


def remember(agency: str, *, kind: str, meanings: Mapping[str, str]) -> None:
    """Remember which column each heading stands for; commits, also what the caller recorded."""
    found = catalogue(db.session(), on=today()).agencies_by_code.get(agency)
    if found is not None and meanings:
        begin_write(db.session())
        remember_columns(db.session(), found.id, import_name=_name(kind), meanings=meanings)
    db.session.commit()


def forget(agency: str, *, kind: str) -> None:
    """Forget the headings of an agency's files of one kind; commits."""
    found = catalogue(db.session(), on=today()).agencies_by_code[agency]
    forget_columns(db.session(), found.id, import_name=_name(kind))


def _name(kind: str) -> str:
    """Return under which name the headings of a kind of file are remembered."""
    return import_kinds()[kind].remembered_as
