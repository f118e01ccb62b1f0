"""Queries on a release for its review and its sign-off."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.publication.figures.disclosure_rules import DECEMBER
from portal.publication.figures.documents import FOLDERS, PlaceKind, ReleaseState
from portal.publication.figures.known_figures import FIGURES_ADDRESS
from portal.publication.figures.review import Review, review_of
from portal.publication.figures.withholding import YearlyGap, yearly_gaps
from portal.publication.releases.models import Document, DraftDocument
from portal.publication.releases.queries import ReleaseInBrief, release_in_brief
from portal.time.months import month_after

Json = dict[str, Any]


def release_digests(session: Session, release: ReleaseInBrief) -> Mapping[str, str]:
    """Return the digest of each document of a release, drafted or published, by address."""
    table = _table(release)
    rows = session.execute(
        select(table.address, table.sha256)
        .where(table.release_id == release.id)
        .order_by(table.address)
    )
    return {row.address: row.sha256 for row in rows}


def release_document(session: Session, release: ReleaseInBrief, *, address: str) -> Json | None:
    """Return one document of a release, drafted or published, decoded; None where it has none."""
    table = _table(release)
    found = session.scalar(
        select(table.body).where(table.release_id == release.id, table.address == address)
    )
    body: Json | None = None if found is None else json.loads(found)
    return body


def release_yearly_gaps(session: Session, release: ReleaseInBrief) -> tuple[YearlyGap, ...]:
    """Return what a December release hides of its year; nothing for any other month."""
    if not release.period.endswith(DECEMBER):
        return ()
    table, folder = _table(release), FOLDERS[PlaceKind.AGENCY]
    bodies = session.scalars(
        select(table.body)
        .where(
            table.release_id == release.id,
            table.address.startswith(f"{folder}/", autoescape=True),
        )
        .order_by(table.address)
    )
    return yearly_gaps(map(json.loads, bodies), year=int(release.period[:4]))


def release_review(session: Session, release: ReleaseInBrief) -> Review | None:
    """Return what a release shows and hides, against the month before; None without documents."""
    figures = release_document(session, release, address=FIGURES_ADDRESS)
    if figures is None:
        return None
    earlier = release_in_brief(session, month_after(release.period, months=-1))
    before = release_document(session, earlier, address=FIGURES_ADDRESS) if earlier else None
    return review_of(figures, before)


def _table(release: ReleaseInBrief) -> type[Document] | type[DraftDocument]:
    return Document if release.state is ReleaseState.PUBLISHED else DraftDocument
