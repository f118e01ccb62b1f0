"""Pending tasks of releases on the first staff page: one that waits for its sign-off, the first."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.publication.figures.documents import ReleaseState, due_on
from portal.publication.releases import contradiction_queries
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.publishing import goes_out_on
from portal.web.access import Role, Staff
from portal.web.extensions import today
from portal.web.formatting import day, month
from portal.web.navigation import PendingTask, SetUpStep


def waiting_releases(session: Session, staff: Staff) -> Iterator[PendingTask]:
    """Return the release that waits for an administrator, with the day on which it goes out."""
    if staff.has(Role.ADMINISTRATOR):
        yield from _contradictions(session)
    period = releases_queries.next_month(session) if staff.has(Role.ADMINISTRATOR) else None
    release = releases_queries.release_in_brief(session, period) if period else None
    if release is None or release.state is ReleaseState.PUBLISHED:
        return
    last = goes_out_on(release)
    names = {"month": month(release.period), "day": day(last)}
    if today() > last:
        label = _("Terbitan %(month)s terlambat: seharusnya terbit %(day)s", **names)
    elif release.state is ReleaseState.HELD:
        label = _("Terbitan %(month)s ditahan dan terbit sendiri pada %(day)s", **names)
    else:
        label = _("Terbitan %(month)s menunggu pengesahan sampai %(day)s", **names)
    yield PendingTask(label, "releases.one", {"period": release.period})


def _contradictions(session: Session) -> Iterator[PendingTask]:
    """Say that places are withheld, because what is stored of them contradicts itself."""
    period = contradiction_queries.contradictory_period(session)
    if period is not None:
        count = len(contradiction_queries.contradictions(session))
        label = ngettext(
            "%(count)s pertentangan data: angka tempatnya ditahan",
            "%(count)s pertentangan data: angka tempatnya ditahan",
            count,
            count=count,
        )
        yield PendingTask(label, "releases.one", {"period": period})


def release_set_up(session: Session) -> Iterator[SetUpStep]:
    """Yield the first release, with the day on which it goes out."""
    period = releases_queries.next_month(session)
    hint = (
        _("Terbit %(day)s, bila tidak disahkan lebih dulu.", day=day(due_on(period)))
        if period
        else _("Terbit tanggal 5 sesudah bulan pertama yang dinilai warga.")
    )
    yield SetUpStep(200, _("Tunggu terbitan pertama"), False, "releases.index", hint=hint)
