"""Recomputes what staff read: officers from the folded answers, the funnel from public desks."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from portal.organisation.places.catalogue import Catalogue
from portal.publication.exact_sums.archive import Archive
from portal.publication.figures.rounding import rounded_count
from portal.publication.figures.staff_figures import FUNNEL_ADDRESS
from portal.publication.releases import published_queries, staff_queries
from portal.publication.releases.queries import ReleaseInBrief
from portal.publication.releases.recomputing import Difference
from portal.publication.staff_building.officer_ranges import ClosedSpan, answers_of, excluded_cells
from portal.publication.staff_building.rounded import rounded_value
from portal.rating.mixing import sum_queries
from portal.rating.mixing.sum_queries import OfficerTallyRow
from portal.time.months import MonthRange

Rows = Mapping[int, list[OfficerTallyRow]]


def staff_differences(
    session: Session, release: ReleaseInBrief, *, catalogue: Catalogue, archive: Archive
) -> Iterator[Difference]:
    """Give every figure of an officer that the answers of its months do not make.

    With them come the desks of the funnel that stand where their public figure does not.

    :param archive: the ratings of the year up to the release's month, for what was excluded.
    """
    month = release.period
    left_out = excluded_cells(catalogue, archive.left_out_at)
    rows: defaultdict[int, list[OfficerTallyRow]] = defaultdict(list)
    for row in sum_queries.officer_tallies(
        session, periods=MonthRange(f"{month[:4]}-01", month).months
    ):
        if (row.desk_id, row.period) not in left_out:
            rows[row.officer_id].append(row)
    for address, body in staff_queries.staff_texts_of_release(session, release.id).items():
        if address == FUNNEL_ADDRESS:
            yield from _in_funnel(session, month, desks=json.loads(body)["desks"])
        for officer, said in _officers(address, json.loads(body)):
            figure = said["headline"]
            found = (figure["n"], Decimal(str(figure["value"])))
            expected = _expected(officer, rows[officer], said=said)
            if found != expected:
                where = f"{address}, officer {officer}, {figure['period']}"
                yield Difference(where, _words(*found), _words(*expected))


def _in_funnel(session: Session, month: str, *, desks: Iterable[Any]) -> Iterator[Difference]:
    public = published_queries.documents_of_month(session, month, prefixes=("desks/",))
    for row in desks:
        desk = json.loads(public[row["desk"]["address"]])
        comparison = desk["comparison"] or {}
        adjusted = comparison.get("adjusted")
        expected = desk["headline"]["value"] if adjusted is None else adjusted
        if (row["figure"], row["value"]) != (desk["headline"], expected):
            where = f"{FUNNEL_ADDRESS}, {row['desk']['address']}, {month}"
            n = desk["headline"]["n"]
            yield Difference(where, _words(row["figure"]["n"], row["value"]), _words(n, expected))


def _officers(address: str, document: Any) -> Iterable[tuple[int, Any]]:
    """Return the officers whose figures a staff document holds; the funnel has none."""
    folder, _, rest = address.partition("/")
    if folder == "officers":
        return [(int(rest), document)]
    return [(row["officer_id"], row) for row in document.get("officers", ())]


def _expected(
    officer: int, rows: Iterable[OfficerTallyRow], *, said: Any
) -> tuple[int, Decimal | None]:
    span = MonthRange.of(said["headline"]["period"])
    shown = {each["element"] for each in said["elements"] if each["figure"]["value"] is not None}
    given = [row for row in rows if row.period in span.months and row.element in shown]
    if not given:
        return 0, None
    closed = ClosedSpan(officer, span, answers_of(given), {}, least_mean=1)
    return rounded_count(closed.n), rounded_value(closed)


def _words(n: int | None, value: Decimal | float | None) -> str:
    return f"{value} (n {n})"
