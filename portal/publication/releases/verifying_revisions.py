"""Recomputes what cannot be built anew: single figures, revisions of years, staff's figures.

Their inputs were not kept yet, or their ballots lost something after they were published.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from portal.organisation.places import catalogue_queries
from portal.organisation.places.catalogue import Catalogue
from portal.publication.exact_sums.archive import Archive, Excluded, UncountedTallies
from portal.publication.figures.city import City, city_of
from portal.publication.figures.disclosure_rules import rounded_count
from portal.publication.figures.documents import ReleaseKind
from portal.publication.figures.known_figures import FIGURES_ADDRESS
from portal.publication.figures.revisions import figures_address, revision_address
from portal.publication.figures.staff_figures import FUNNEL_ADDRESS
from portal.publication.releases import queries, staff_queries
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.assembling import revised_archive
from portal.publication.releases.excluding import in_force, keys_of, uncounted_by
from portal.publication.releases.paper import paper_files
from portal.publication.releases.queries import ReleaseInBrief
from portal.publication.releases.rebuilding import revised_differences, unless_made_by_others
from portal.publication.releases.recomputing import RecomputedDifference, in_count, in_row
from portal.publication.staff_building.officer_ranges import ClosedSpan, answers_of, excluded_cells
from portal.publication.staff_building.officers import rounded_value
from portal.rating.answers.answers import Channel
from portal.rating.mixing import month_queries, sum_queries
from portal.rating.mixing.month_queries import regrouped_months
from portal.rating.mixing.sum_queries import OfficerTallyRow
from portal.time.months import Month, MonthRange, first_day, month_after

Rows = Mapping[int, list[OfficerTallyRow]]


def staff_differences(
    session: Session, release: ReleaseInBrief, *, catalogue: Catalogue, archive: Archive
) -> Iterator[RecomputedDifference]:
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
                yield RecomputedDifference(where, _words(*found), _words(*expected))


def _in_funnel(
    session: Session, month: Month, *, desks: Iterable[Any]
) -> Iterator[RecomputedDifference]:
    public = queries.documents_of_month(session, month, prefixes=("desks/",))
    for row in desks:
        desk = json.loads(public[row["desk"]["address"]])
        comparison = desk["comparison"] or {}
        adjusted = comparison.get("adjusted")
        expected = desk["headline"]["value"] if adjusted is None else adjusted
        if (row["figure"], row["value"]) != (desk["headline"], expected):
            where = f"{FUNNEL_ADDRESS}, {row['desk']['address']}, {month}"
            n = desk["headline"]["n"]
            yield RecomputedDifference(
                where, _words(row["figure"]["n"], row["value"]), _words(n, expected)
            )


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


def figure_differences(session: Session, release: ReleaseInBrief) -> Iterator[RecomputedDifference]:
    """Give every figure of a month that its ratings do not give, and those for staff.

    Intervals, bands, shares and charts rest on more than ratings and are left as they are.
    """
    month = release.period
    is_regrouped = month in month_queries.regrouped_months(session)
    last_day = first_day(month_after(month)) - timedelta(days=1)
    city = city_of(catalogue_queries.catalogue(session, on=last_day), name="")
    uncounted = uncounted_by(staff_queries.kept_inputs(session, release.id))
    archive = _archive(session, city, month=month, uncounted=uncounted)
    body = queries.documents_of_month(session, month, prefixes=(FIGURES_ADDRESS,))
    for text in body.values():
        table = json.loads(text)
        for values in table["rows"]:
            row = dict(zip(table["columns"], values, strict=True))
            yield from in_count(archive, row) if is_regrouped else in_row(archive, row)
    yield from staff_differences(session, release, catalogue=city.catalogue, archive=archive)


def _archive(session: Session, city: City, *, month: Month, uncounted: UncountedTallies) -> Archive:
    archive = Archive(city, excluded=keys_of(in_force(session)), uncounted=uncounted)
    for each in MonthRange(f"{month[:4]}-01", month).months:
        archive.take(sum_queries.tally_book(session, periods=(each,)))
    return archive


def revision_differences(
    session: Session,
    release: ReleaseInBrief,
    *,
    on_other_code: Callable[[RecomputedDifference], None],
) -> Iterator[RecomputedDifference]:
    """Give every value of a revision that is not as it is built anew.

    Where paper of the year came in since, or no inputs were kept, figures alone are recomputed.
    """
    text = staff_queries.kept_inputs(session, release.id)
    if text is None or not can_rebuild(session, release):
        yield from _in_revision(session, int(release.edition), text=text)
        return
    found = revised_differences(session, release, text=text)
    instead = _in_revision(session, int(release.edition), text=text)
    yield from unless_made_by_others(found, text=text, instead=instead, tell=on_other_code)


def can_rebuild(session: Session, release: ReleaseInBrief) -> bool:
    """Whether a revision's inputs were kept and every file of paper is one that it knew.

    Ballots that lost something after the year was published cannot make it again either.
    """
    year = int(release.edition)
    catalogue = catalogue_queries.catalogue(session, on=date(year, 12, 31))
    has_inputs = staff_queries.kept_inputs(session, release.id) is not None
    is_whole = has_inputs and not is_year_regrouped(session, year)
    return is_whole and not _agencies_with_later_paper(session, catalogue, year=year)


def is_year_regrouped(session: Session, year: int) -> bool:
    """Whether ballots of a year lost something after its last month was published."""
    return f"{year}-12" in regrouped_months(session)


def _in_revision(
    session: Session, year: int, *, text: str | None
) -> Iterator[RecomputedDifference]:
    """Give the figures that differ, on paper only where no file came after the revision.

    Tallies cannot tell apart which file a questionnaire was in.

    :param text: what was kept for the revision.
    """
    whole = _body(session, revision_address(year))
    table = _body(session, figures_address(year))
    if whole is None or table is None:
        return
    catalogue = catalogue_queries.catalogue(session, on=date(year, 12, 31))
    city = city_of(catalogue, name="")
    excluded = keys_of(in_force(session)) | _late(whole, city=city)
    uncounted = uncounted_by(text)
    archive = revised_archive(session, city, year=year, excluded=excluded, uncounted=uncounted)
    late_paper = _agencies_with_later_paper(session, catalogue, year=year)
    is_regrouped = is_year_regrouped(session, year)
    for values in table["rows"]:
        row = dict(zip(table["columns"], values, strict=True))
        agency = city.agency_of(row["address"])
        is_changed = agency in late_paper or (agency is None and bool(late_paper))
        if row["channels"] == [Channel.PAPER] and is_changed:
            continue
        for found in in_count(archive, row) if is_regrouped else in_row(archive, row):
            yield RecomputedDifference(
                f"revision {year}, {found.where}", found.found, found.expected
            )


def _late(whole: dict[str, Any], *, city: City) -> frozenset[Excluded]:
    """Return the exclusions that a revision says it took into account."""
    return frozenset(
        (city.catalogue.desks_by_code[each["desk"]].id, Channel(each["channel"]), each["period"])
        for each in whole["cause"]["exclusions"]
    )


def _agencies_with_later_paper(session: Session, catalogue: Catalogue, *, year: int) -> set[str]:
    """Return the addresses of agencies that have other files of paper now than at the revision."""
    entries = (json.loads(line.entry) for line in releases_queries.ledger_lines(session))
    recorded: dict[str, int] = {}
    for entry in entries:
        if (entry.get("kind"), entry.get("edition")) == (ReleaseKind.REVISION, str(year)):
            recorded = entry["paper_files"]
    now = paper_files(session, catalogue, year=year)
    return {f"agencies/{code}" for code, files in now.items() if files != recorded.get(code, 0)}


def _body(session: Session, address: str) -> dict[str, Any] | None:
    found = queries.published(session, address)
    body: dict[str, Any] | None = json.loads(found.body) if found else None
    return body
