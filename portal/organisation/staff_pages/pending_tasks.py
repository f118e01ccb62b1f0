"""Pending tasks of the organisation on the first staff page: what is missing, where to add it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.organisation.calendar.queries import (
    desks_without_visits,
    holidays_between,
    visits_served,
)
from portal.organisation.figure_rules.queries import rule_book
from portal.organisation.people.desk_queries import desks_without_officer
from portal.organisation.places import catalogue_queries
from portal.organisation.places.queries import desks_without_hours, has_agency
from portal.organisation.posters.queries import poster_desks
from portal.survey.elements import rules_of_operator
from portal.time.months import month_of, months_back
from portal.web.access import Role, Staff
from portal.web.extensions import current_settings, decided_settings, today
from portal.web.navigation import PendingTask, SetUpStep

FIRST_MONTHS = 3
MONTHS_A_YEAR = 12
MOST_NAMED = 10


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
            text = ngettext(
                "Kunjungan bulan lalu belum diisi untuk %(count)s loket",
                "Kunjungan bulan lalu belum diisi untuk %(count)s loket",
                count,
                count=count,
            )
            yield PendingTask(text, "organisation.visits", {"code": agency.code})


def _without_officer(count: int) -> Iterator[PendingTask]:
    if count:
        text = ngettext(
            "%(count)s loket tanpa petugas hari ini",
            "%(count)s loket tanpa petugas hari ini",
            count,
            count=count,
        )
        yield PendingTask(text, "organisation.places", {"section": "desks"})


def organisation_set_up(session: Session) -> Iterator[SetUpStep]:
    """Yield places, officers, hours, holidays, name, posters and visits, done or not."""
    on = today()
    places = catalogue_queries.catalogue(session, on=on)
    has_desks = any(not desk.is_retired(on) for desk in places.desks.values())
    yield from _places(session, on, has_desks=has_desks)
    first, last = on.replace(month=1, day=1), on.replace(month=12, day=31)
    yield SetUpStep(
        30,
        _("Periksa hari libur tahun ini"),
        bool(holidays_between(session, first=first, last=last)),
        "organisation.holidays",
        hint=_("Janji hari kerja dihitung dengannya."),
    )
    current_settings()
    yield SetUpStep(
        40,
        _("Putuskan nama dan kontak kota"),
        {"CITY_NAME", "CITY_CONTACT"} <= decided_settings().names,
        "city_settings.index",
    )
    without_code = [desk for desk in poster_desks(session, on=on) if desk.poster_code is None]
    yield SetUpStep(
        80,
        _("Cetak poster dan pasang di loket"),
        bool(places.desks) and not without_code,
        "organisation.places",
        {"section": "desks"},
        hint=_left(len(without_code)),
    )
    months = [months_back(month_of(on), months=back) for back in range(FIRST_MONTHS)]
    yield SetUpStep(
        100,
        _("Isi jumlah kunjungan loket setiap bulan"),
        bool(visits_served(session, months)),
        "organisation.overview",
        hint=_("Tanpa ini tidak diketahui berapa warga yang menilai."),
        may_wait=True,
    )
    yield from _quiet(session, on)


def _quiet(session: Session, on: date) -> Iterator[SetUpStep]:
    """Yield the desks that will show no figures of their own, where visits say so."""
    initial = rules_of_operator(current_settings().not_experienced)
    least = rule_book(session, initial=initial).in_month(month_of(on)).least_mean
    quiet = quiet_desks(session, on=on, least_mean=least)
    if not quiet:
        return
    hint = _(
        "Menurut kunjungan yang diisi, setahun kurang dari %(least)s warga datang ke sana; "
        "angkanya ikut dalam angka instansi: %(desks)s",
        least=least,
        desks="; ".join(quiet[:MOST_NAMED]),
    )
    yield SetUpStep(
        110,
        _("Ketahui loket yang tidak akan punya angka sendiri"),
        True,
        "organisation.overview",
        hint=hint,
    )


def _places(session: Session, on: date, *, has_desks: bool) -> Iterator[SetUpStep]:
    """Yield the organisation itself: desks, officers at them, hours of them."""
    yield SetUpStep(
        10,
        _("Masukkan instansi, layanan, dan loket"),
        has_desks,
        "organisation.overview",
    )
    without = desks_without_officer(session, agency_id=None, on=on)
    yield SetUpStep(
        15,
        _("Tempatkan petugas di setiap loket"),
        has_desks and not without,
        "organisation.places",
        {"section": "desks"},
        hint=_left(without),
    )
    closed = desks_without_hours(session, on=on)
    yield SetUpStep(
        20,
        _("Isi jam buka setiap loket"),
        has_desks and not closed,
        "organisation.places",
        {"section": "desks"},
        hint=_left(closed),
    )


def _left(count: int) -> str:
    """Return for how many desks something is left."""
    if not count:
        return ""
    return str(ngettext("%(num)s loket lagi.", "%(num)s loket lagi.", count))


def quiet_desks(session: Session, *, on: date, least_mean: int) -> list[str]:
    """Return the full names of desks whose visits of a year would be too few for any figure.

    A year is what the months known of the last twelve would make of twelve; a desk of which no
    month is known is not named.

    :param least_mean: how many respondents a mean needs by the rule in force.
    """
    months = [months_back(month_of(on), months=back) for back in range(1, MONTHS_A_YEAR + 1)]
    visits: dict[int, list[int]] = defaultdict(list)
    for each in visits_served(session, months):
        visits[each.desk_id].append(each.visits)
    places = catalogue_queries.catalogue(session, on=on)
    return sorted(
        places.full_name(desk)
        for desk in places.desks.values()
        if not desk.is_retired(on)
        and visits[desk.id]
        and MONTHS_A_YEAR * sum(visits[desk.id]) < least_mean * len(visits[desk.id])
    )
