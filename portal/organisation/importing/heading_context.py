"""Meanings of an agency's headings in files of one import, stored and deleted."""

from collections.abc import Mapping, Sequence

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


def remembered(agency: str, *, import_name: str) -> Mapping[str, str]:
    """Return the column of each heading that is remembered of an agency; none without one."""
    found = catalogue(db.session(), on=today()).agencies_by_code.get(agency)
    if found is None:
        return {}
    return column_meanings(db.session(), found.id, import_name=import_name)


def remember(agency: str, *, import_name: str, meanings: Mapping[str, str]) -> None:
    """Remember which column each heading stands for; commits, also what the caller recorded."""
    found = catalogue(db.session(), on=today()).agencies_by_code.get(agency)
    if found is not None and meanings:
        begin_write(db.session())
        remember_columns(db.session(), found.id, import_name=import_name, meanings=meanings)
    db.session.commit()


def forget(agency: str, *, import_name: str) -> None:
    """Forget the headings of an agency's files of one import; commits."""
    found = catalogue(db.session(), on=today()).agencies_by_code[agency]
    forget_columns(db.session(), found.id, import_name=import_name)
