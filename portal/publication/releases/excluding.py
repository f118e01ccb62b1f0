"""Exclusions of a release, by rules and decisions it names, and how officers are parted."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.organisation.people.parting_queries import parted_officers
from portal.publication.exact_sums.archive import NONE_LEFT, Excluded, UncountedTallies
from portal.publication.figures.city import City
from portal.publication.figures.documents import Exclusion, PlaceKind, ReleaseKind, address_of
from portal.publication.figures.encoding import Unreadable, restored
from portal.publication.releases import queries as releases_queries
from portal.publication.releases import staff_queries
from portal.rating.answers.answers import Channel
from portal.rating.mixing.anomaly_queries import ExclusionRow, exclusions
from portal.rating.mixing.domain import TallyCell
from portal.rating.mixing.possible import ImpossibleTally
from portal.time.months import Month, first_day, month_after


def in_force(session: Session) -> list[ExclusionRow]:
    """Return the exclusions that were decided before their month was published.

    A month that is out stays as it is; what is decided later changes no published figure.
    """
    published = {
        release.period: release
        for release in releases_queries.releases(session, kind=ReleaseKind.MONTHLY)
        if release.published_on is not None
    }
    return [row for row in exclusions(session) if _counts(row, published.get(row.period))]


def _counts(row: ExclusionRow, published: releases_queries.ReleaseInBrief | None) -> bool:
    """Whether the release of an exclusion's month applied it, or is still to come.

    Older releases do not say up to which decision they went; there the days tell.
    """
    if published is None or published.published_on is None:
        return True
    if published.last_exclusion is None:
        return row.decided_on < published.published_on
    return row.number <= published.last_exclusion


def keys_of(rows: Collection[ExclusionRow]) -> frozenset[Excluded]:
    """Return the desk, channel and month of each exclusion."""
    return frozenset((row.desk_id, row.channel, row.period) for row in rows)


def documented(
    city: City, rows: Collection[ExclusionRow], *, months: Collection[Month]
) -> Mapping[str, tuple[Exclusion, ...]]:
    """Return the exclusions of ``months`` by the address of each place they concern."""
    found: defaultdict[str, list[Exclusion]] = defaultdict(list)
    for row in rows:
        desk = city.catalogue.desks.get(row.desk_id)
        if desk is None or row.period not in months:
            continue
        said = Exclusion(
            desk.code, str(row.channel), row.period, f"{row.rule}: {row.reason}", row.decided_on
        )
        address = address_of(PlaceKind.DESK, desk.code)
        for holder in (*city.parents[address], address):
            found[holder].append(said)
    return {address: tuple(each) for address, each in found.items()}


def settled_before(session: Session, period: Month) -> tuple[TallyCell, ...]:
    """Return the tallies of the year that releases before ``period`` settled to leave out."""
    before = month_after(period, months=-1)
    return settled_by(session, before) if before[:4] == period[:4] else ()


def settled_by(session: Session, period: Month) -> tuple[TallyCell, ...]:
    """Return the tallies of a year that the releases of their own months left out so far.

    What was published without them would no longer fit if they counted later on. Those of
    months that counted them count again as soon as they are put right; so does paper, on which
    no month rests.
    """
    uncounted = uncounted_by(kept_of_month(session, period))
    fresh = [
        each.cell
        for each in uncounted.impossible
        if each.cell.period == period and each.cell.channel is not Channel.PAPER
    ]
    return tuple(dict.fromkeys((*uncounted.settled, *fresh)))


def kept_of_month(session: Session, period: Month) -> str | None:
    """Return what was kept of the inputs of a month's release, as JSON; None where nothing was."""
    release = releases_queries.release_in_brief(session, period)
    return None if release is None else staff_queries.kept_inputs(session, release.id)


def uncounted_by(text: str | None) -> UncountedTallies:
    """Return what a release left out; ``text`` was kept for it, or nothing was.

    :raises portal.publication.figures.encoding.Unreadable: when it says nothing of the kind.
    """
    if text is None:
        return NONE_LEFT
    try:
        kept: Any = json.loads(text)
        kept = kept.get("december", kept)
        return UncountedTallies(
            restored(tuple[ImpossibleTally, ...], kept.get("impossible", ())),
            restored(tuple[TallyCell, ...], kept.get("settled", ())),
        )
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error


Parted = Mapping[int, tuple[date, ...]]


def parted_until(session: Session, period: Month) -> Parted:
    """Return whose figures are parted on which days of the year, up to the end of a month.

    The days of earlier months are those that their releases went by: a change that is entered
    late must not cut a span that was shown, or two spans would tell the difference.
    """
    before = month_after(period, months=-1)
    found = dict(_kept(session, before)) if before[:4] == period[:4] else {}
    last = first_day(month_after(period)) - timedelta(days=1)
    for officer, days in parted_officers(session, first=first_day(period), last=last).items():
        found[officer] = (*found.get(officer, ()), *days)
    return found


def _kept(session: Session, period: Month) -> Parted:
    text = kept_of_month(session, period)
    if text is None:
        return {}
    try:
        kept: Any = json.loads(text)
        found: Parted = restored(Mapping[int, tuple[date, ...]], kept.get("parted", {}))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    return found
