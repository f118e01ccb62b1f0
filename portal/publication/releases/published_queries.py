"""Published documents, as the public pages and the next release look them up."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Executable, or_, select
from sqlalchemy.orm import Session

from portal.publication.releases.models import Document, LedgerEntry, Release

NOTHING_YET = "nothing-published"
PORTION = 100


@dataclass(frozen=True, slots=True)
class PublishedDocument:
    """A document as it went out: JSON text, its digest, its day and the month it closes."""

    address: str
    body: str
    sha256: str
    published_on: date
    period: str


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document with the release it came out with."""

    kind: str
    edition: str
    address: str
    body: str
    sha256: str


def published(
    session: Session, address: str, *, period: str | None = None
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


def published_periods(session: Session, address: str) -> tuple[str, ...]:
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
    session: Session, period: str, *, prefixes: Collection[str]
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
