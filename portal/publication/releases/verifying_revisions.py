"""Recomputes the revisions of years from what they say took part in them."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.organisation.places import catalogue_queries
from portal.organisation.places.catalogue import Catalogue
from portal.publication.exact_sums.archive import Excluded
from portal.publication.figures.city import City, city_of
from portal.publication.figures.editions import ReleaseKind
from portal.publication.figures.revisions import figures_address, revision_address
from portal.publication.releases import published_queries, staff_queries
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.assembling_revision import revised_archive
from portal.publication.releases.excluding import in_force, keys_of
from portal.publication.releases.leaving_out import uncounted_by
from portal.publication.releases.paper import paper_files
from portal.publication.releases.queries import ReleaseInBrief
from portal.publication.releases.rebuilding import revised_differences, unless_made_by_others
from portal.publication.releases.recomputing import Difference, in_count, in_row
from portal.rating.answers.channels import Channel
from portal.rating.mixing.month_queries import regrouped_months


def revision_differences(
    session: Session, release: ReleaseInBrief, *, on_other_code: Callable[[Difference], None]
) -> Iterator[Difference]:
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


def _in_revision(session: Session, year: int, *, text: str | None) -> Iterator[Difference]:
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
            yield Difference(f"revision {year}, {found.where}", found.found, found.expected)


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
    found = published_queries.published(session, address)
    body: dict[str, Any] | None = json.loads(found.body) if found else None
    return body
