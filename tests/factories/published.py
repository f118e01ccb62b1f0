"""Published documents of a small invented city, as the release writes them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.publication.figures.documents import (
    TODAY_ADDRESS,
    Breakdown,
    EarlierResult,
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
from portal.publication.figures.known_figures import FIGURES_ADDRESS, flat_document, flat_rows
from portal.publication.releases.models import Document, LedgerEntry, Release
from portal.survey.elements import ELEMENTS, Element
from portal.survey.index import grade_of_ikm, lowest_ikm_of
from portal.time.months import MonthRange, month_after

PERIOD = "2026-10"
PUBLISHED_ON = date(2026, 11, 5)
CHANNELS = ("ticket", "presence")
HIGHEST = {"A": "100.00", "B": "88.30", "C": "76.60", "D": "64.99"}


def figure(value: float, *, n: int = 1240, period: str = PERIOD, reach: float = 2.0) -> Figure:
    """A figure that is shown, with an interval of ``reach`` to both sides."""
    ikm = Decimal(str(value))
    letter = grade_of_ikm(min(max(ikm, Decimal(25)), Decimal(100)))  # type: ignore[arg-type]
    return Figure(
        value=ikm,
        n=n,
        period=MonthRange.of(period),
        channels=CHANNELS,
        step=Decimal(1) if n >= 100 else Decimal("2.5"),
        interval=Interval(ikm - Decimal(str(reach)), min(Decimal(100), ikm + Decimal(str(reach)))),
        grade=GradeBound(letter, lowest_ikm_of(letter), Decimal(HIGHEST[letter])),
    )


def hidden(reason: Reason, *, n: int | None = None, period: str = PERIOD) -> Figure:
    """A figure that is not shown, for ``reason``."""
    return Figure(
        value=None, n=n, period=MonthRange.of(period), channels=CHANNELS, suppressed=reason
    )


def response(value: int | None = 34, *, n: int = 1240) -> ResponseShare:
    """The share of visits that were rated; None when nobody counted the visits."""
    return ResponseShare(
        value=value,
        n=n,
        period=MonthRange.of(PERIOD),
        channels=CHANNELS,
        basis="visits" if value is not None else None,
        source="antrean" if value is not None else None,
        suppressed=None if value is not None else Reason.VISITS_UNKNOWN,
    )


def place(kind: PlaceKind, code: str | None, name: str, *, group: str | None = None) -> Place:
    return Place(kind=kind, code=code, name=name, address=address_of(kind, code), group=group)


def row(of: Place, shown: Figure, *, band: Band | None = Band.NOT_DISTINGUISHABLE) -> Row:
    """A line of a table; a hidden figure has neither band nor adjusted value."""
    is_shown = shown.value is not None
    return Row(
        place=of,
        figure=shown,
        comparison=Comparison(
            band=band if is_shown else None,
            adjusted=shown.value if is_shown else None,
            suppressed=None if is_shown and band else Reason.NOT_SHOWN,
        ),
        response=response(),
    )


def elements(*, hidden_element: Element | None = None) -> tuple[ElementFigure, ...]:
    """Nine elements, one of them not asked when named."""
    found = []
    for step, element in enumerate(ELEMENTS):
        shown = hidden(Reason.NOT_ASKED) if element is hidden_element else figure(80 + 2 * step)
        nrr = None if shown.value is None else shown.value / 25
        found.append(ElementFigure(element, shown, nrr, figure(79 + 2 * step, period="2026-09")))
    return tuple(found)


def distributions() -> tuple[Distribution, ...]:
    spread = (Share("1-2", 4), Share("3", 56), Share("4", 40))
    whole = (Share("4", 95, is_at_least=True),)
    found = [
        Distribution(element, 1240, MonthRange.of(PERIOD), CHANNELS, shares=spread)
        for element in ELEMENTS
    ]
    found[3] = replace(found[3], shares=whole)
    found[8] = replace(found[8], n=None, shares=(), suppressed=Reason.PROTECTS_ANOTHER)
    return tuple(found)


def trend(*values: float | None) -> tuple[Figure, ...]:
    """Figures of the months up to ``PERIOD``; None is a month that is not shown."""
    months = [month_after(PERIOD, months=step - len(values) + 1) for step in range(len(values))]
    return tuple(
        hidden(Reason.TOO_FEW, period=month) if value is None else figure(value, period=month)
        for month, value in zip(months, values, strict=True)
    )


def moderation() -> ModerationCounts:
    """Comments of the month: many published, few shortened, some withheld."""
    return ModerationCounts(
        MonthRange.of(PERIOD),
        (
            ModerationCount(ModerationOutcome.PUBLISHED, None, 40),
            ModerationCount(ModerationOutcome.SHORTENED, None, None, Reason.FEW_COMMENTS),
            ModerationCount(ModerationOutcome.WITHHELD, "insult", 15),
        ),
    )


AGENCIES = (
    place(
        PlaceKind.AGENCY, "disdukcapil", "Dinas Kependudukan dan Pencatatan Sipil", group="dinas"
    ),
    place(PlaceKind.AGENCY, "dinkes", "Dinas Kesehatan", group="dinas"),
    place(PlaceKind.AGENCY, "rsud", "RSUD Kota Contoh", group="hospital"),
    place(PlaceKind.AGENCY, "dinsos", "Dinas Sosial", group="dinas"),
)
CITY = Place(PlaceKind.CITY, None, "Kota Contoh", address_of(PlaceKind.CITY))
DESK = place(PlaceKind.DESK, "disdukcapil-2", "Loket 2 - Pendaftaran")
SERVICE = place(PlaceKind.SERVICE, "ktp-baru", "KTP-el baru")
UNIT = place(PlaceKind.UNIT, "kel-melati", "Kelurahan Melati")


def document(of: Place, *, rows: tuple[Row, ...] = (), is_demo: bool = False) -> PlaceDocument:
    """A document with something in every part."""
    return PlaceDocument(
        place=of,
        parents=() if of is CITY else (CITY,),
        release=ReleaseStamp(PERIOD, PERIOD, "monthly", is_demo),
        headline=figure(88),
        open=replace(figure(91, n=310), channels=("open",), is_verified=False),
        previous=figure(85, period="2026-09", reach=0.5),
        response=response(),
        comparison=None if of is CITY else Comparison(Band.ABOVE, Decimal(87)),
        elements=elements(hidden_element=Element.COST),
        trend=trend(82, None, 85, 88),
        distributions=distributions(),
        rows=rows,
        breakdowns=(
            Breakdown("sex", 2025, 900, (ProfileShare("female", 55), ProfileShare("male", 45))),
            Breakdown("age", 2025, None, (), Reason.TOO_FEW),
            Breakdown("reasons", 2025, 400, (ProfileShare("time", None, Reason.TOO_FEW),)),
        ),
        officers=OfficerBands(40, 15, 70, 15),
        notes=(Note("strike", of.name, "Mogok kerja.", date(2026, 10, 3), date(2026, 10, 4)),),
        left_out=(LeftOut("open", Reason.UNVERIFIED_ONLY),),
        exclusions=(
            Exclusion("disdukcapil-9", "open", "2026-10", "=lonjakan", date(2026, 11, 2)),
            Exclusion(
                "disdukcapil-2", "open", "2026-10", "device_fault: Tertukar.", date(2026, 11, 2)
            ),
        ),
        moderation=moderation(),
        lessons=(Lesson(PERIOD, "Antrean dibuka lebih awal.", "Kepala Bagian Organisasi"),),
        earlier=(EarlierResult("2024", 400, "84.12", "B", "Laporan SKM 2024"),),
    )


def city(*, is_demo: bool = False) -> PlaceDocument:
    """The city with three agencies that are shown and one that is protected."""
    values = (figure(90), figure(82), figure(91), hidden(Reason.FEW_OFFICERS))
    rows = tuple(row(of, shown) for of, shown in zip(AGENCIES, values, strict=True))
    return document(CITY, rows=rows, is_demo=is_demo)


def agency() -> PlaceDocument:
    rows = (
        row(UNIT, figure(84)),
        row(SERVICE, figure(87.5, n=60)),
        row(DESK, figure(89)),
        row(place(PlaceKind.DESK, "disdukcapil-3", "=Loket 3"), hidden(Reason.NO_VISITS)),
    )
    return document(AGENCIES[0], rows=rows)


def every_place() -> tuple[PlaceDocument, ...]:
    """One document of each kind of place, and those that can be compared."""
    return (
        city(),
        agency(),
        document(AGENCIES[1]),
        document(AGENCIES[2]),
        document(UNIT),
        document(SERVICE),
        document(DESK),
    )


def publish(
    session: Session,
    *documents: PlaceDocument,
    period: str = PERIOD,
    published_on: date = PUBLISHED_ON,
    kind: str = "monthly",
    charts: str = "{}",
) -> None:
    """Publish ``documents`` with the same chart figures for each, as one release."""
    release = Release(
        kind=kind,
        edition=period,
        period=period,
        state="published",
        due_on=published_on,
        prepared_on=published_on,
        published_on=published_on,
    )
    session.add(release)
    session.flush()
    bodies = {of.place.address: to_json(of) for of in documents}
    if CITY in {of.place for of in documents}:
        today = TodayDocument(
            ReleaseStamp(period, period, "daily", is_demo=False),
            day=date(2026, 11, 19),
            headline=figure(87, n=620),
        )
        bodies[TODAY_ADDRESS] = to_json(today)
    stamp = ReleaseStamp(period, period, "monthly", any(of.release.is_demo for of in documents))
    rows = [row for of in documents for row in flat_rows(of, members={})]
    bodies[FIGURES_ADDRESS] = to_json(flat_document(stamp, rows))
    bodies |= {charts_address(address): charts for address in list(bodies)}
    session.add_all(
        Document(
            release_id=release.id,
            period=period,
            address=address,
            published_on=published_on,
            body=body,
            sha256=digest(body),
        )
        for address, body in bodies.items()
    )
    _seal(session, on=published_on)
    session.commit()


def _seal(session: Session, *, on: date) -> None:
    """Add a step to the ledger, which is what caches watch."""
    newest = session.query(LedgerEntry).order_by(LedgerEntry.id.desc()).first()
    number = newest.id + 1 if newest else 1
    entry = f'{{"step":{number}}}'
    session.add(
        LedgerEntry(
            id=number,
            recorded_on=on,
            entry=entry,
            previous_hash=newest.hash if newest else "0" * 64,
            hash=digest(f"{number}{entry}"),
        )
    )
