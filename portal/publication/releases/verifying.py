"""Recomputes what was published, from ballots and from documents, and names what differs first."""

import json
from collections.abc import Callable, Iterator, Sequence

from sqlalchemy.orm import Session

from portal.publication.figures.documents import ReleaseKind, ReleaseState
from portal.publication.figures.encoding import digest
from portal.publication.releases import queries, staff_queries
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.drafting import Draw
from portal.publication.releases.ledger import digests_of
from portal.publication.releases.queries import ReleaseInBrief
from portal.publication.releases.rebuilding import month_differences, unless_made_by_others
from portal.publication.releases.recomputing import RecomputedDifference
from portal.publication.releases.staff_documents import SEAL
from portal.publication.releases.verifying_revisions import (
    can_rebuild,
    figure_differences,
    revision_differences,
)
from portal.rating.answers.answers import Channel
from portal.rating.mixing import month_queries, recount_queries, sum_queries
from portal.rating.mixing.sum_queries import TallyRow
from portal.storage.hash_chain import Break, first_break
from portal.time.months import Month

OnProgress = Callable[[int, int], None]
OnOtherCode = Callable[[RecomputedDifference], None]


def differences(
    session: Session,
    *,
    draw: Draw,
    on_progress: OnProgress = lambda _done, _steps: None,
    on_other_code: OnOtherCode = lambda _difference: None,
) -> Iterator[RecomputedDifference]:
    """Give every difference, in the order ledger, documents, inputs, tallies, months, revisions.

    Each release is built anew with all its documents, those for staff too. Nothing is given when
    all is as it was published; callers stop at the first.

    A release that other code made says what that code found right: an update may word or round
    something else. Where it cannot be built as it is, its figures are recomputed instead.

    :param draw: makes the charts, as for a release.
    :param on_other_code: is told what differs first in such a release.
    :param on_progress: is told how many of all steps are done.
    """
    months, revisions = _published(session, ReleaseKind.MONTHLY), _revisions(session)
    yield from _in_ledger(session)
    yield from _in_documents(session)
    yield from _in_inputs(session, months)
    yield from _in_inputs(session, revisions)
    yield from _in_inputs(session, _published(session, ReleaseKind.EVALUATION))
    steps = 2 * len(months) + len(revisions)
    for done, release in enumerate(months, start=1):
        yield from _in_tallies(session, release.period)
        on_progress(done, steps)
    for done, release in enumerate(months, start=len(months) + 1):
        yield from _in_month(session, release, draw=draw, on_other_code=on_other_code)
        on_progress(done, steps)
    for done, release in enumerate(revisions, start=2 * len(months) + 1):
        yield from revision_differences(session, release, on_other_code=on_other_code)
        on_progress(done, steps)


def figures_only(session: Session) -> int:
    """Return of how many releases no more than n and IKM can be recomputed."""
    months = (not _is_whole(session, each) for each in _published(session, ReleaseKind.MONTHLY))
    return sum(months) + sum(not can_rebuild(session, each) for each in _revisions(session))


def _published(session: Session, kind: ReleaseKind) -> Sequence[ReleaseInBrief]:
    """Return the releases of a kind that are out, the earliest first."""
    found = reversed(releases_queries.releases(session, kind=kind))
    return [release for release in found if release.state is ReleaseState.PUBLISHED]


def _revisions(session: Session) -> Sequence[ReleaseInBrief]:
    return releases_queries.releases(session, kind=ReleaseKind.REVISION)[::-1]


def _in_ledger(session: Session) -> Iterator[RecomputedDifference]:
    found = first_break(line.link for line in releases_queries.ledger_lines(session))
    if isinstance(found, Break):
        where = f"ledger entry {found.sequence}"
        yield RecomputedDifference(where, found.found_hash.hex(), found.expected_hash.hex())


def _in_documents(session: Session) -> Iterator[RecomputedDifference]:
    recorded: dict[tuple[str, str], str] = {}
    for line in releases_queries.ledger_lines(session):
        entry = json.loads(line.entry)
        for address, sha256 in digests_of(line.entry).items():
            recorded[f"{entry['kind']} {entry['edition']}", address] = sha256
    for document in queries.every_document(session):
        key = f"{document.kind} {document.edition}", document.address
        expected = recorded.pop(key, "not published")
        actual = digest(document.body)
        if not actual == document.sha256 == expected:
            yield RecomputedDifference(f"document {key[1]} of {key[0]}", actual, expected)
    for (edition, address), sha256 in recorded.items():
        yield RecomputedDifference(f"document {address} of {edition}", "missing", sha256)


def _in_inputs(
    session: Session, releases: Sequence[ReleaseInBrief]
) -> Iterator[RecomputedDifference]:
    """Give the releases of a kind whose inputs are not those of the ledger.

    Once they are kept for one, they are for all that follow.
    """
    entries = (json.loads(line.entry) for line in releases_queries.ledger_lines(session))
    recorded = {(each["kind"], each["edition"]): each[SEAL] for each in entries if SEAL in each}
    is_begun = False
    for release in releases:
        text = staff_queries.kept_inputs(session, release.id)
        actual = None if text is None else digest(text)
        expected = recorded.get((release.kind, release.edition))
        is_begun = is_begun or expected is not None
        if actual != expected or (is_begun and actual is None):
            where = f"inputs of {release.kind} {release.edition}"
            yield RecomputedDifference(
                where, actual or "missing", expected or "sealed in the ledger"
            )


def _in_month(
    session: Session, release: ReleaseInBrief, *, draw: Draw, on_other_code: OnOtherCode
) -> Iterator[RecomputedDifference]:
    text = staff_queries.kept_inputs(session, release.id)
    if text is None or not _is_whole(session, release):
        yield from figure_differences(session, release)
        return
    found = month_differences(session, release, text=text, draw=draw)
    instead = figure_differences(session, release)
    yield from unless_made_by_others(found, text=text, instead=instead, tell=on_other_code)


def _is_whole(session: Session, release: ReleaseInBrief) -> bool:
    """Whether everything that a month was built from is still there."""
    has_inputs = staff_queries.kept_inputs(session, release.id) is not None
    return has_inputs and release.period not in month_queries.regrouped_months(session)


def _in_tallies(session: Session, month: Month) -> Iterator[RecomputedDifference]:
    tallied = {_cell(row): row for row in sum_queries.tallies(session, periods=(month,))}
    counted = {_cell(row): row for row in recount_queries.recounted(session, period=month)}
    for cell in sorted(tallied.keys() | counted.keys(), key=str):
        found, expected = tallied.get(cell), counted.get(cell)
        if found != expected:
            yield RecomputedDifference(
                f"tally of {month}, {cell[-1]}, place {cell[:-1]}",
                f"{found.respondents if found else 0} ratings",
                f"{expected.respondents if expected else 0} ballots",
            )


def _cell(row: TallyRow) -> tuple[int | None, int | None, int | None, int | None, Channel]:
    return row.agency_id, row.unit_id, row.desk_id, row.service_id, row.channel
