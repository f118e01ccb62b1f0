"""Addresses of the feed of news, and of the calendar of releases."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from portal.organisation.posters.addresses import public_address
from portal.publication.figures.documents import ReleaseKind, ReleaseState, due_on
from portal.publication.releases.queries import ReleaseInBrief, next_month, releases
from portal.publication.reports.content import month
from portal.time.calendar_file import CalendarDays, calendar_file
from portal.time.months import MONTHS_A_YEAR, Month, month_after
from portal.transparency.domain.feeds import FeedEntry, atom
from portal.transparency.page_cache import CachedPage
from portal.transparency.routes.cached import blueprint, cached, today
from portal.web.access import public
from portal.web.extensions import current_settings, db

WHAT = "Angka penilaian warga atas loket pelayanan"


@blueprint.get("/feed.atom")
@public
@cached(is_translated=False)
def feed() -> CachedPage:
    """Answer what was published, the latest first, for feed readers."""
    settings = current_settings()
    body = atom(
        [entry for kind in TOLD for entry in _entries(kind)],
        title=f"Suara Loket {settings.city_name}",
        city=settings.city_name,
        base=public_address(settings),
        today=today(),
        timezone=settings.timezone,
    )
    return CachedPage(body, mimetype="application/atom+xml", changed_at=None, is_translated=False)


@blueprint.get("/calendar.ics")
@public
@cached(is_translated=False)
def calendar() -> CachedPage:
    """Answer the next twelve days of release, for calendars of phones and offices.

    Its stamp is the beginning of the day: the moment of reading is nobody else's to know.
    """
    settings = current_settings()
    begun = datetime.combine(today(), time(), tzinfo=ZoneInfo(settings.timezone)).astimezone(UTC)
    body = calendar_file(_release_days(), title=f"Suara Loket {settings.city_name}", now=begun)
    return CachedPage(body.encode(), mimetype="text/calendar", changed_at=None, is_translated=False)


def _release_days() -> Iterator[CalendarDays]:
    first, base = next_month(db.session()), public_address(current_settings())
    for ahead in range(MONTHS_A_YEAR if first else 0):
        period = month_after(first or "", months=ahead)
        day = due_on(period)
        title = f"Terbit: {WHAT.lower()}, {month(period)}"
        yield CalendarDays(f"terbitan-{period}", day, day, title, f"{base}/")


def _entries(kind: ReleaseKind) -> Iterator[FeedEntry]:
    for each in releases(db.session(), kind=kind):
        if each.state is ReleaseState.PUBLISHED and each.published_on is not None:
            yield TOLD[kind](each)


def _of_month(release: ReleaseInBrief) -> FeedEntry:
    name, day = month(release.period), release.published_on or release.due_on
    return FeedEntry(
        f"terbitan-{release.edition}",
        f"Angka {name} terbit",
        f"{WHAT}, {name}.",
        day,
        "/",
        f"/data/{Month(release.period)}/city.json",
    )


def _of_revision(release: ReleaseInBrief) -> FeedEntry:
    year, day = release.edition, release.published_on or release.due_on
    return FeedEntry(
        f"revisi-{year}",
        f"Revisi angka tahun {year}",
        "Angka yang berubah, lama dan baru, dengan alasannya.",
        day,
        f"/data/revisions/{year}",
        f"/data/revisions/{year}.json",
    )


def _of_evaluation(release: ReleaseInBrief) -> FeedEntry:
    year, day = release.edition, release.published_on or release.due_on
    return FeedEntry(
        f"evaluasi-{year}",
        f"Evaluasi kinerja pegawai {year}",
        "Jalannya evaluasi setahun dalam langkah-langkah kasar, tanpa angka seorang pun.",
        day,
        f"/evaluation/{year}",
        f"/evaluation/{year}.json",
    )


TOLD = {
    ReleaseKind.MONTHLY: _of_month,
    ReleaseKind.REVISION: _of_revision,
    ReleaseKind.EVALUATION: _of_evaluation,
}
