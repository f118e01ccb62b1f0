"""Releases in whatever state, their drafts, what they published, and the ledger."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Executable, func, or_, select
from sqlalchemy.orm import Session

from portal.publication.figures.documents import ReleaseKind, ReleaseState
from portal.publication.releases.ledger import LedgerLine
from portal.publication.releases.models import Document, DraftDocument, LedgerEntry, Release
from portal.rating.mixing.month_queries import first_rated_period
from portal.time.months import Month, month_after
from portal.time.schedule.clock_check import Trace


@dataclass(frozen=True, slots=True)
class ReleaseInBrief:
    """A release with who signed, who held and when it went or goes out."""

    id: int
    kind: ReleaseKind
    edition: str
    period: Month
    state: ReleaseState
    due_on: date
    prepared_on: date
    published_on: date | None
    signed_by: str | None
    reflection: str | None
    held_by: str | None
    held_days: int | None
    hold_reason: str | None
    last_exclusion: int | None
    figures_shown: int | None
    figures_hidden: int | None


@dataclass(frozen=True, slots=True)
class DraftDocumentInBrief:
    """A document that a prepared release will publish."""

    address: str
    body: str
    sha256: str


def release_in_brief(
    session: Session, edition: str, *, kind: ReleaseKind = ReleaseKind.MONTHLY
) -> ReleaseInBrief | None:
    """Return a release by its edition (for a month ``2026-01``), or None."""
    row = session.scalars(
        select(Release).where(Release.kind == kind, Release.edition == edition)
    ).one_or_none()
    return _brief(row) if row else None


def is_revised(session: Session, year: int) -> bool:
    """Return whether the revision of a year is out, which is made once."""
    return release_in_brief(session, str(year), kind=ReleaseKind.REVISION) is not None


def newest_release(session: Session, timezone: str) -> Trace | None:
    """Return the trace of what was prepared or published last, or None before that."""
    days = session.execute(select(func.max(Release.prepared_on), func.max(Release.published_on)))
    day = max((day for day in days.one() if day is not None), default=None)
    return None if day is None else Trace.of_day("newest release", day, timezone=timezone)


def locked_release(
    session: Session, edition: str, *, kind: ReleaseKind = ReleaseKind.MONTHLY
) -> ReleaseInBrief | None:
    """Return a release as it is now; until the transaction ends nobody else changes it."""
    row = session.scalars(
        select(Release)
        .where(Release.kind == kind, Release.edition == edition)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    return _brief(row) if row else None


def releases(session: Session, *, kind: ReleaseKind) -> tuple[ReleaseInBrief, ...]:
    """Return every release of a kind, latest period first."""
    rows = session.scalars(
        select(Release)
        .where(Release.kind == kind)
        .order_by(Release.period.desc(), Release.id.desc())
    )
    return tuple(_brief(row) for row in rows)


def latest_month(session: Session) -> Month | None:
    """Return the latest month that was published, or None before the first release."""
    return session.scalar(
        select(Release.period)
        .where(Release.kind == ReleaseKind.MONTHLY, Release.state == ReleaseState.PUBLISHED)
        .order_by(Release.period.desc())
        .limit(1)
    )


def next_month(session: Session) -> Month | None:
    """Return the month that is to be released next, or None while nobody has rated."""
    latest = latest_month(session)
    return month_after(latest) if latest else first_rated_period(session)


def _brief(row: Release) -> ReleaseInBrief:
    return ReleaseInBrief(
        id=row.id,
        kind=ReleaseKind(row.kind),
        edition=row.edition,
        period=row.period,
        state=ReleaseState(row.state),
        due_on=row.due_on,
        prepared_on=row.prepared_on,
        published_on=row.published_on,
        signed_by=row.signed_by,
        reflection=row.reflection,
        held_by=row.held_by,
        held_days=row.held_days,
        hold_reason=row.hold_reason,
        last_exclusion=row.last_exclusion,
        figures_shown=row.figures_shown,
        figures_hidden=row.figures_hidden,
    )


def draft_documents(session: Session, release_id: int) -> Iterator[DraftDocumentInBrief]:
    """Give a prepared release's documents in order of address."""
    rows = session.scalars(
        select(DraftDocument)
        .where(DraftDocument.release_id == release_id)
        .order_by(DraftDocument.address)
    )
    for row in rows:
        yield DraftDocumentInBrief(row.address, body=row.body, sha256=row.sha256)


def last_ledger_line(session: Session) -> LedgerLine | None:
    """Return the newest entry of the ledger, or None when it is empty."""
    row = session.scalars(select(LedgerEntry).order_by(LedgerEntry.id.desc()).limit(1)).first()
    return _line(row) if row else None


def ledger_lines(session: Session) -> Iterator[LedgerLine]:
    """Give the whole ledger, oldest first."""
    for row in session.scalars(select(LedgerEntry).order_by(LedgerEntry.id)):
        yield _line(row)


def _line(row: LedgerEntry) -> LedgerLine:
    return LedgerLine(
        id=row.id,
        recorded_on=row.recorded_on,
        entry=row.entry,
        previous_hash=row.previous_hash,
        hash=row.hash,
    )


def ledger_lines_about(session: Session, edition: str) -> tuple[LedgerLine, ...]:
    """Return the ledger's entries about one edition, oldest first."""
    said = f'"edition": "{edition}"'
    rows = session.scalars(
        select(LedgerEntry)
        .where(LedgerEntry.entry.contains(said, autoescape=True))
        .order_by(LedgerEntry.id)
    )
    return tuple(map(_line, rows))


NOTHING_YET = "nothing-published"
PORTION = 100


@dataclass(frozen=True, slots=True)
class PublishedDocument:
    """A document as it went out: JSON text, its digest, its day and the month it closes."""

    address: str
    body: str
    sha256: str
    published_on: date
    period: Month


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document with the release it came out with."""

    kind: str
    edition: str
    address: str
    body: str
    sha256: str


def published(
    session: Session, address: str, *, period: Month | None = None
) -> PublishedDocument | None:
    """Return the newest document at ``address``, or None when there is none.

    :param address: such as ``city``, ``agencies/<code>`` or ``charts/desks/<code>``.
    :param period: the month whose release is asked for; the latest when None. Where a
        correction exists, it is returned instead of what it corrects.
    """
    row = session.execute(
        select(
            Document.address,
            Document.body,
            Document.sha256,
            Document.published_on,
            Document.period,
        )
        .where(Document.address == address, *([Document.period == period] if period else []))
        .order_by(Document.period.desc(), Document.id.desc())
        .limit(1)
    ).one_or_none()
    return PublishedDocument(*row) if row else None


def published_addresses(session: Session, kind: str) -> tuple[str, ...]:
    """Return every address below a folder that was ever published, sorted.

    :param kind: the folder: ``agencies``, ``units``, ``services``, ``desks``; or ``city``.
    """
    below = (Document.address == kind) | Document.address.startswith(f"{kind}/", autoescape=True)
    return tuple(
        session.scalars(select(Document.address).where(below).distinct().order_by(Document.address))
    )


def published_periods(session: Session, address: str) -> tuple[Month, ...]:
    """Return the months for which ``address`` was published, latest first."""
    months = (
        select(Document.period)
        .where(Document.address == address)
        .distinct()
        .order_by(Document.period.desc())
    )
    return tuple(session.scalars(months))


def release_marker(session: Session) -> str:
    """Return a text that changes with every publication, for caches and ETags."""
    newest = select(LedgerEntry.hash).order_by(LedgerEntry.id.desc()).limit(1)
    return session.scalar(newest) or NOTHING_YET


def documents_of_month(
    session: Session, period: Month, *, prefixes: Collection[str]
) -> Mapping[str, str]:
    """Return the texts published for a month, by address; a correction instead of its original.

    :param prefixes: what addresses start with, such as ``desks/``; the whole address also fits.
    """
    wanted = or_(*(Document.address.startswith(prefix, autoescape=True) for prefix in prefixes))
    rows = session.execute(
        select(Document.address, Document.body)
        .where(Document.period == period, wanted)
        .order_by(Document.id)
    )
    return {row.address: row.body for row in rows}


def every_document(session: Session) -> Iterator[StoredDocument]:
    """Give every published document, oldest first, a hundred at a time."""
    last = 0
    while portion := session.execute(_portion(after=last)).all():
        for row in portion:
            yield StoredDocument(row.kind, row.edition, row.address, row.body, row.sha256)
        last = portion[-1].id


def _portion(*, after: int) -> Executable:
    return (
        select(
            Document.id,
            Release.kind,
            Release.edition,
            Document.address,
            Document.body,
            Document.sha256,
        )
        .join(Release, Document.release_id == Release.id)
        .where(Document.id > after)
        .order_by(Document.id)
        .limit(PORTION)
    )
