"""A published revision for the pages of the small invented city, as the service writes it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.publication.figures.documents import Exclusion, Place, PlaceKind, ReleaseStamp
from portal.publication.figures.encoding import digest, to_json
from portal.publication.figures.figures import Figure, Method, Reason
from portal.publication.figures.known_figures import figure_rows, flat_document
from portal.publication.figures.revisions import (
    Cause,
    LeftOutPlace,
    RevisedDocument,
    RevisedFigures,
    RevisionDocument,
    figures_address,
    revised_address,
    revision_address,
    year_span,
)
from portal.publication.releases.models import Document, Release
from portal.publication.releases.recording import record
from tests.factories import published

YEAR = 2025
REVISED_ON = date(2026, 2, 10)
SPAN = str(year_span(YEAR))
METHOD = Method(Decimal("0.25"), Decimal("0.05"), 12)
STAMP = ReleaseStamp(str(YEAR), f"{YEAR}-12", "revision", is_demo=False, corrects=SPAN)
CAUSE = Cause(
    has_paper=True,
    exclusions=(
        Exclusion(
            "disdukcapil-2",
            "open",
            "2025-11",
            "device_fault: Kode QR tertukar.",
            date(2026, 1, 20),
        ),
    ),
    reason="Kuesioner kertas bulan Desember tiba terlambat.",
    decided_by="Ratna Dewi",
)


def _paper(value: float, *, n: int) -> Figure:
    shown = published.figure(value, n=n, period=SPAN)
    return replace(shown, channels=("paper",), is_verified=False)


def _few_on_paper() -> Figure:
    hidden = published.hidden(Reason.TOO_FEW, period=SPAN)
    return replace(hidden, channels=("paper",), is_verified=False)


def places() -> tuple[RevisedFigures, ...]:
    """The city, an agency with little paper, and a desk that has only paper to show."""
    year = published.figure(86, n=8450, period=SPAN)
    beside = replace(
        published.figure(90, n=2100, period=SPAN), channels=("open",), is_verified=False
    )
    return (
        RevisedFigures(published.CITY, year, beside, _paper(79, n=310)),
        RevisedFigures(published.AGENCIES[0], year, None, _few_on_paper()),
        RevisedFigures(
            published.DESK,
            published.hidden(Reason.PROTECTS_ANOTHER, period=SPAN),
            None,
            _paper(77.5, n=60),
        ),
    )


def left_out() -> Place:
    return published.place(PlaceKind.AGENCY, "dinsos", "Dinas Sosial", group="dinas")


def revision() -> RevisionDocument:
    return RevisionDocument(
        release=STAMP,
        year=YEAR,
        published_on=REVISED_ON,
        cause=CAUSE,
        places=places(),
        left_out=(LeftOutPlace(left_out(), Reason.FEW_OFFICERS),),
        method=METHOD,
    )


def publish_revision(session: Session) -> None:
    """Publish the revision of 2025 with everything that belongs to it."""
    release = Release(
        kind=STAMP.kind,
        edition=STAMP.edition,
        period=STAMP.period,
        state="published",
        due_on=REVISED_ON,
        prepared_on=REVISED_ON,
        published_on=REVISED_ON,
        signed_by=CAUSE.decided_by,
        reflection=CAUSE.reason,
    )
    session.add(release)
    session.flush()
    bodies = _bodies()
    session.add_all(
        Document(
            release_id=release.id,
            period=STAMP.period,
            address=address,
            published_on=REVISED_ON,
            body=body,
            sha256=digest(body),
        )
        for address, body in bodies.items()
    )
    digests = {address: digest(body) for address, body in bodies.items()}
    record(session, "published", on=REVISED_ON, kind=STAMP.kind, documents=digests)
    session.commit()


def _bodies() -> dict[str, str]:
    rows = [
        row
        for each in places()
        for row in figure_rows(each.place, (each.headline, each.open, each.paper))
    ]
    bodies = {
        revision_address(YEAR): to_json(revision()),
        figures_address(YEAR): to_json(flat_document(STAMP, rows)),
    }
    for each in places():
        parents = () if each.place is published.CITY else (published.CITY,)
        document = RevisedDocument(STAMP, YEAR, REVISED_ON, parents, each, CAUSE, METHOD)
        bodies[revised_address(YEAR, each.place.address)] = to_json(document)
    return bodies
