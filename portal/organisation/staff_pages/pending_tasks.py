"""What the first staff page says about the organisation: what is missing, and where to add it."""

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.organisation.calendar.queries import desks_without_visits
from portal.organisation.people.desk_queries import desks_without_officer
from portal.organisation.places import catalogue_queries
from portal.organisation.places.queries import has_agency
from portal.time.months import month_of, months_back
from portal.web.access import Role, Staff
from portal.web.extensions import today
from portal.web.navigation import PendingTask


def waiting_in_organisation(session: Session, staff: Staff) -> Iterator[PendingTask]:
    """Return what waits for ``staff``: an empty city, desks without officers, unknown visits."""
    on = today()
    if staff.has(Role.ADMINISTRATOR):
        if not has_agency(session):
            yield PendingTask(
                _("Kota ini masih kosong: impor organisasinya"), "organisation.overview"
            )
            return
        yield from _without_officer(desks_without_officer(session, agency_id=None, on=on))
    elif staff.has(Role.AGENCY_HEAD) and staff.agency_id is not None:
        own = staff.agency_id
        yield from _without_officer(desks_without_officer(session, agency_id=own, on=on))
        period = months_back(month_of(on), months=1)
        count = desks_without_visits(session, agency_id=own, period=period, on=on)
        if count:
            agency = catalogue_queries.catalogue(session, on=on).agencies[own]
            text = _("Kunjungan bulan lalu belum diisi untuk %(count)s loket", count=count)
            yield PendingTask(text, "organisation.visits", {"code": agency.code})


def _without_officer(count: int) -> Iterator[PendingTask]:
    if count:
        text = _("%(count)s loket tanpa petugas hari ini", count=count)
        yield PendingTask(text, "organisation.places", {"section": "desks"})
