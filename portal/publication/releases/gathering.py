"""Reads what a month's release rests on and what may change afterwards, and nothing newer.

Code and libraries are named too, so that a difference can be told from a change of the code.
"""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path

from sqlalchemy.orm import Session

from portal.organisation.calendar import queries as calendar_queries
from portal.organisation.calendar.domain import CalendarNote
from portal.organisation.figure_rules import queries as figure_rules_queries
from portal.organisation.people import officer_queries
from portal.organisation.places import catalogue_queries
from portal.organisation.places import queries as places_queries
from portal.organisation.places.catalogue import Catalogue
from portal.publication.building.moderation import moderation_by_address
from portal.publication.building.snapshots import ReleaseSnapshot, YearSnapshot
from portal.publication.earlier_results import queries as earlier_results_queries
from portal.publication.figures.city import arranged_in, city_of
from portal.publication.figures.disclosure_rules import DECEMBER
from portal.publication.figures.documents import Lesson, ModerationCounts, ReleaseKind, ReleaseStamp
from portal.publication.figures.moderation import Moderated
from portal.publication.releases import contradiction_queries
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.excluding import in_force, parted_until, settled_before
from portal.publication.releases.paper import paper_files
from portal.rating.mixing import sum_queries
from portal.survey.elements import FigureRules
from portal.time.months import Month, MonthRange, first_day, month_after

PORTAL = Path(__file__).resolve().parents[2]
# The folders that decide how a figure comes out, and the libraries that compute in them.
FOLDERS = (
    "disclosure",
    "organisation/places",
    "publication",
    "rating/answers",
    "rating/mixing",
    "statistics",
    "survey",
    "time",
)
LIBRARIES = ("numpy", "plotly", "scipy")
DIGITS = 12
LESSONS_SHOWN = 6
SALT_BYTES = 16
ModeratedIn = Callable[[Session, Month], Iterable[Moderated]]


@cache
def versions() -> Mapping[str, str]:
    """Return a fingerprint of the portal's code for figures, and its libraries' versions."""
    return {"code": _fingerprint(), **{name: version(name) for name in LIBRARIES}}


def _fingerprint() -> str:
    found = hashlib.sha256()
    for folder in FOLDERS:
        for path in _files_of(folder):
            found.update(path.relative_to(PORTAL).as_posix().encode())
            found.update(path.read_bytes())
    return found.hexdigest()[:DIGITS]


def _files_of(folder: str) -> list[Path]:
    """Return the files of a folder; one that was moved must not leave the fingerprint unseen."""
    files = sorted((PORTAL / folder).rglob("*.py"))
    if not files:
        raise FileNotFoundError(f"the code for figures is not in {folder} any more")
    return files


@dataclass(frozen=True, slots=True)
class ReleaseContext:
    """What the operator decides about a release: names, whether it is a demonstration.

    ``rules`` are in force before the first change that was recorded.
    ``moderated`` counts the comments decided in a month; they lie in a package beside this one.
    Without it nothing is said about comments.
    """

    city_name: str
    is_demo: bool
    rules: FigureRules
    moderated: ModeratedIn | None = None


def gather(
    session: Session, period: Month, *, today: date, circumstances: ReleaseContext
) -> ReleaseSnapshot:
    """Return what a month's release rests on besides sums and documents.

    :param period: a month that is over.
    """
    months = MonthRange(f"{period[:4]}-01", period).months
    last_day = first_day(month_after(period)) - timedelta(days=1)
    catalogue = catalogue_queries.catalogue(session, on=last_day)
    book = figure_rules_queries.rule_book(session, initial=circumstances.rules)
    return ReleaseSnapshot(
        period=period,
        today=today,
        made_by=versions(),
        salt=secrets.token_hex(SALT_BYTES),
        city_name=circumstances.city_name,
        on=last_day,
        agencies=tuple(catalogue.agencies.values()),
        units=tuple(catalogue.units.values()),
        services=tuple(catalogue.services.values()),
        desks=tuple(catalogue.desks.values()),
        stamp=_stamp(period, circumstances=circumstances, rules=book.in_month(period)),
        book=book,
        postings=_postings(session, months=months),
        absent=_absent(session, months=months),
        visits=_visits(session, months=months),
        notes=tuple(_notes(session, period=period)),
        lessons=_lessons(session, before=period),
        exclusions=tuple(row.number for row in in_force(session)),
        earlier=earlier_results_queries.earlier_by_address(session, catalogue, until=period),
        moderation=_moderation(session, catalogue, period=period, circumstances=circumstances),
        year=_year(session, catalogue, period=period),
        withheld=contradiction_queries.withheld_months(session),
        impossible=sum_queries.tally_book(session, periods=months).impossible,
        settled=settled_before(session, period),
        parted=parted_until(session, period),
        arranged=arranged_in(places_queries.arrangement(session), months=months),
    )


def _postings(
    session: Session, *, months: tuple[Month, ...]
) -> Mapping[Month, Mapping[int, frozenset[int]]]:
    found = officer_queries.officers_by_desk_and_period
    return {month: found(session, month) for month in months}


def _absent(
    session: Session, *, months: tuple[Month, ...]
) -> Mapping[Month, Mapping[int, Mapping[int, int]]]:
    found = {month: officer_queries.days_absent_by_desk(session, month) for month in months}
    return {month: absent for month, absent in found.items() if absent}


def _stamp(period: Month, *, circumstances: ReleaseContext, rules: FigureRules) -> ReleaseStamp:
    return ReleaseStamp(
        edition=period,
        period=period,
        kind=ReleaseKind.MONTHLY,
        is_demo=circumstances.is_demo,
        settings_since=rules.since,
    )


def _visits(
    session: Session, *, months: tuple[Month, ...]
) -> Mapping[str, Mapping[Month, Mapping[int, int]]]:
    found: defaultdict[str, defaultdict[Month, dict[int, int]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for row in calendar_queries.visits_served(session, months):
        found[row.source][row.period][row.desk_id] = row.visits
    return found


def _notes(session: Session, *, period: Month) -> Iterator[CalendarNote]:
    """Give the notes of the year so far."""
    first, last = first_day(f"{period[:4]}-01"), first_day(month_after(period))
    for note in calendar_queries.dated_notes(session):
        if note.ends_on >= first and note.starts_on < last:
            yield note


def _lessons(session: Session, *, before: Month) -> tuple[Lesson, ...]:
    signed = [
        Lesson(each.period, each.reflection, each.signed_by)
        for each in releases_queries.releases(session, kind=ReleaseKind.MONTHLY)
        if each.reflection and each.signed_by and each.period < before
    ]
    return tuple(signed[:LESSONS_SHOWN])


def _moderation(
    session: Session, catalogue: Catalogue, *, period: Month, circumstances: ReleaseContext
) -> Mapping[str, ModerationCounts]:
    if circumstances.moderated is None:
        return {}
    city = city_of(catalogue, name=circumstances.city_name)
    return moderation_by_address(city, circumstances.moderated(session, period), period=period)


def _year(session: Session, catalogue: Catalogue, *, period: Month) -> YearSnapshot | None:
    """Return the counts of the year that ends with ``period``, or None in all other months."""
    if not period.endswith(DECEMBER):
        return None
    year = int(period[:4])
    return YearSnapshot(
        profile=tuple(sum_queries.profile_counts(session, years=(year,))),
        reasons=tuple(sum_queries.reason_counts(session, years=(year,))),
        paper_files=paper_files(session, catalogue, year=year),
    )
