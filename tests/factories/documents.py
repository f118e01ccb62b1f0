"""A small realistic publication: a city, two agencies, a unit, a service and desks."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.publication.figures.documents import (
    TODAY_ADDRESS,
    Breakdown,
    Exclusion,
    LeftOut,
    Lesson,
    ModerationCount,
    ModerationCounts,
    ModerationOutcome,
    Note,
    OfficerBands,
    Place,
    PlaceDocument,
    PlaceKind,
    ProfileShare,
    ReleaseStamp,
    Row,
    TodayDocument,
    address_of,
    charts_address,
)
from portal.publication.figures.encoding import digest, to_json
from portal.publication.figures.figures import (
    Band,
    Comparison,
    Distribution,
    ElementFigure,
    Figure,
    GradeBound,
    Interval,
    Reason,
    ResponseShare,
    Share,
)
from portal.publication.releases.models import Document, LedgerEntry, Release
from portal.survey.elements import ELEMENTS, Element
from portal.survey.index import GRADE_BOUNDS, Grade
from portal.time.months import MonthRange, month_after

PERIOD = "2026-10"
PUBLISHED_ON = date(2026, 11, 5)
VERIFIED = ("ticket", "presence")
STAMP = ReleaseStamp(edition=PERIOD, period=PERIOD, kind="monthly", is_demo=True)

CITY = Place(PlaceKind.CITY, None, "Kota Contoh", address_of(PlaceKind.CITY))
CIVIL = Place(
    PlaceKind.AGENCY,
    "disdukcapil",
    "Dinas Kependudukan dan Pencatatan Sipil",
    "agencies/disdukcapil",
    group="dinas",
)
HEALTH = Place(PlaceKind.AGENCY, "rsud", "RSUD Contoh", "agencies/rsud", group="hospital")
UNIT = Place(PlaceKind.UNIT, "disdukcapil-utara", "UPT Utara", "units/disdukcapil-utara")
SERVICE = Place(PlaceKind.SERVICE, "ktp-el", "KTP-el baru", "services/ktp-el")
DESK = Place(
    PlaceKind.DESK,
    "disdukcapil-2",
    "Loket 2 - Pendaftaran",
    address_of(PlaceKind.DESK, "disdukcapil-2"),
)
SMALL_DESK = Place(
    PlaceKind.DESK, "disdukcapil-9", "Loket Prioritas", address_of(PlaceKind.DESK, "disdukcapil-9")
)


def grade_of(value: int | str) -> GradeBound:
    ikm = Decimal(value)
    letter, lower = next((grade, bound) for grade, bound in GRADE_BOUNDS if ikm >= bound - 1)
    upper = {Grade.A: "100", Grade.B: "88.30", Grade.C: "76.60", Grade.D: "64.99"}[letter]
    return GradeBound(letter=letter, lower=lower, upper=Decimal(upper))


def shown(value: int | str, *, n: int = 240, period: str = PERIOD, spread: int = 2) -> Figure:
    """Return a figure that is published, with an interval of ``spread`` points either side."""
    ikm = Decimal(value)
    return Figure(
        value=ikm,
        n=n,
        period=MonthRange.of(period),
        channels=VERIFIED,
        step=Decimal("2.5") if n < 100 else Decimal(1),
        interval=Interval(lower=ikm - spread, upper=min(ikm + spread, Decimal(100))),
        grade=grade_of(value),
    )


def hidden(reason: Reason = Reason.TOO_FEW, *, period: str = PERIOD) -> Figure:
    return Figure(
        value=None, n=None, period=MonthRange.of(period), channels=VERIFIED, suppressed=reason
    )


def share(value: int | None = 34) -> ResponseShare:
    return ResponseShare(
        value=value,
        n=None if value is None else 240,
        period=MonthRange.of(PERIOD),
        channels=VERIFIED,
        basis=None if value is None else "visits",
        source=None if value is None else "Laporan bulanan antrean",
        suppressed=Reason.VISITS_UNKNOWN if value is None else None,
    )


def elements(base: int) -> tuple[ElementFigure, ...]:
    figures = []
    for position, element in enumerate(ELEMENTS):
        if element is Element.COST:
            figures.append(ElementFigure(element, hidden(Reason.NOT_ASKED)))
            continue
        value = base - 4 + position
        figures.append(
            ElementFigure(
                element,
                shown(value),
                nrr=Decimal(value) / 25,
                previous=shown(value - 1, period="2026-09"),
            )
        )
    return tuple(figures)


def distributions() -> tuple[Distribution, ...]:
    shares = (Share("1-2", 4), Share("3", 46), Share("4", 50))
    unanimous = (Share("4", 95, is_at_least=True),)
    return tuple(
        Distribution(
            element,
            240,
            MonthRange.of(PERIOD),
            VERIFIED,
            unanimous if element is Element.COST else shares,
        )
        for element in ELEMENTS
    )


def trend(value: int, *, months: int = 12) -> tuple[Figure, ...]:
    return tuple(
        shown(value - (back % 5), period=month_after(PERIOD, months=-back))
        for back in reversed(range(months))
    )


def row(place: Place, value: int | None, *, band: Band | None = None) -> Row:
    figure = hidden(Reason.FEW_OFFICERS) if value is None else shown(value)
    reason = None if band else (Reason.NOT_SHOWN if value is None else Reason.LOW_RELIABILITY)
    return Row(place, figure, Comparison(band=band, suppressed=reason), share())


def document(place: Place, value: int, *, rows: tuple[Row, ...] = ()) -> PlaceDocument:
    parents = () if place.kind is PlaceKind.CITY else (CITY, CIVIL)[: 1 + (place is not CIVIL)]
    return PlaceDocument(
        place=place,
        parents=parents,
        release=STAMP,
        headline=shown(value),
        open=shown(value + 3, n=35, spread=6),
        previous=shown(value - 1, period="2026-09"),
        response=share(None if place is HEALTH else 34),
        comparison=Comparison(band=Band.NOT_DISTINGUISHABLE),
        elements=elements(value),
        trend=trend(value),
        distributions=distributions() if place.kind in {PlaceKind.CITY, PlaceKind.AGENCY} else (),
        rows=rows,
        breakdowns=_breakdowns() if place.kind is PlaceKind.AGENCY else (),
        officers=OfficerBands(25, 20, 65, 15) if place is CIVIL else None,
        notes=(
            Note(
                "closure",
                DESK.name,
                "Loket tutup untuk perbaikan.",
                date(2026, 10, 6),
                date(2026, 10, 9),
            ),
        ),
        left_out=(LeftOut(Element.COST, Reason.NOT_ASKED),),
        exclusions=(
            Exclusion(
                "disdukcapil-4", "open", "2026-08", "Lonjakan tidak wajar.", date(2026, 9, 3)
            ),
        ),
        moderation=ModerationCounts(
            MonthRange.of(PERIOD), (ModerationCount(ModerationOutcome.PUBLISHED, None, 40),)
        ),
        lessons=(Lesson("2026-09", "Antrean dipisah menurut layanan.", "Ratna Dewi"),),
    )


def _breakdowns() -> tuple[Breakdown, ...]:
    sex = (ProfileShare("female", 55), ProfileShare("male", 45))
    reasons = (ProfileShare("time", 40), ProfileShare("facilities", None, Reason.TOO_FEW))
    return (Breakdown("sex", 2025, 2400, sex), Breakdown("reasons", 2025, 900, reasons))


def sample_documents() -> dict[str, PlaceDocument]:
    """Return a document per address; agencies differ, one desk's figure is protected."""
    agencies = (row(CIVIL, 86, band=Band.ABOVE), row(HEALTH, 79, band=Band.BELOW))
    below = (row(UNIT, 84), row(SERVICE, 85), row(DESK, 87, band=Band.ABOVE), row(SMALL_DESK, None))
    made = (
        document(CITY, 83, rows=agencies),
        document(CIVIL, 86, rows=below),
        document(HEALTH, 79),
        document(UNIT, 84),
        document(SERVICE, 85),
        document(DESK, 87),
    )
    return {each.place.address: each for each in made}


def publish_samples(session: Session) -> None:
    """Store the sample publication, as readers would find it, and commit."""
    release = Release(
        kind="monthly",
        edition=PERIOD,
        period=PERIOD,
        state="published",
        due_on=PUBLISHED_ON,
        prepared_on=PUBLISHED_ON,
        published_on=PUBLISHED_ON,
    )
    session.add(release)
    session.flush()
    bodies = {address: to_json(made) for address, made in sample_documents().items()}
    today = TodayDocument(
        release=STAMP, day=date(2026, 11, 20), headline=shown(83, n=1230, spread=1)
    )
    bodies[TODAY_ADDRESS] = to_json(today)
    bodies.update({charts_address(address): '{"trend":{}}' for address in sample_documents()})
    for address, body in bodies.items():
        session.add(
            Document(
                release_id=release.id,
                period=PERIOD,
                address=address,
                published_on=PUBLISHED_ON,
                body=body,
                sha256=digest(body),
            )
        )
    session.add(
        LedgerEntry(
            id=1, recorded_on=PUBLISHED_ON, entry="{}", previous_hash="0" * 64, hash=digest("{}")
        )
    )
    session.commit()
