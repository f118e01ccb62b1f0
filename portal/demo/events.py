"""Events of the made-up city: a strike, a closure, a renovation, and when."""

from datetime import date, timedelta

from portal.organisation.calendar import service as calendar_service
from portal.organisation.places.catalogue import Catalogue, NoteKind
from portal.time.months import month_bounds, month_of, months_back

MONTHS_SINCE_RETIREMENT = 10


def month_start(today: date, *, months: int) -> date:
    """Return the first day of the month ``months`` before that of ``today``."""
    return month_bounds(months_back(month_of(today), months=months))[0]


def demo_notes(catalogue: Catalogue, *, today: date) -> tuple[calendar_service.NewNote, ...]:
    """Return the dated notes that explain dips in the figures."""
    strike = month_start(today, months=5) + timedelta(days=8)
    flood = month_start(today, months=8) + timedelta(days=3)
    works = month_start(today, months=14)
    return (
        calendar_service.NewNote(
            agency_id=catalogue.agencies_by_code["dishub"].id,
            desk_id=None,
            kind=NoteKind.STRIKE,
            text="Mogok kerja petugas uji kendaraan",
            starts_on=strike,
            ends_on=strike + timedelta(days=4),
        ),
        calendar_service.NewNote(
            agency_id=catalogue.agencies_by_code["dinkes"].id,
            desk_id=catalogue.desks_by_code["pkm-teratai-1"].id,
            kind=NoteKind.CLOSURE,
            text="Puskesmas tutup karena banjir",
            starts_on=flood,
            ends_on=flood + timedelta(days=9),
        ),
        calendar_service.NewNote(
            agency_id=catalogue.agencies_by_code["disdukcapil"].id,
            desk_id=None,
            kind=NoteKind.RENOVATION,
            text="Renovasi ruang tunggu, loket pindah sementara",
            starts_on=works,
            ends_on=works + timedelta(days=45),
        ),
    )
