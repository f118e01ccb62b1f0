"""Builds a published month anew from ballots' sums and what was kept, and names what differs."""

from collections.abc import Collection, Iterator

from sqlalchemy.orm import Session

from portal.publication import queries
from portal.publication.building.kept import Kept
from portal.publication.building.release import Draft, Draw, build
from portal.publication.domain.encoding import digest
from portal.publication.domain.staff_figures import INPUTS_ADDRESS
from portal.publication.domain.telling_apart import Apart, first_apart
from portal.publication.queries import ReleaseInBrief
from portal.publication.service.assembling import inputs_of
from portal.publication.service.recomputing import Difference
from portal.publication.service.verifying_year import year_differences
from portal.publication.service.versions import versions


def release_differences(
    session: Session, release: ReleaseInBrief, *, text: str, draw: Draw
) -> Iterator[Difference]:
    """Give the first value of each document of a month that it should not hold.

    What cannot be built from what was kept is a difference as well.

    :param text: what was kept for the month.
    """
    subject = f"inputs of {release.kind} {release.edition}"
    try:
        kept = Kept.of(text)
        draft = build(inputs_of(session, kept), draw=draw)
    except (ValueError, LookupError, TypeError) as error:
        reason = f"{type(error).__name__}: {error}"
        yield Difference(subject, reason, "what the documents can be built from")
        return
    yield from year_differences(session, kept)
    period = f"{release.period}{_made_by_others(kept)}"
    for address, apart in _in_documents(session, release, draft=draft):
        yield Difference(f"{address}, {apart.path}, {period}", apart.found, apart.expected)


def _in_documents(
    session: Session, release: ReleaseInBrief, *, draft: Draft
) -> Iterator[tuple[str, Apart]]:
    """Give the differing documents by address, as they were built; those for staff come last."""
    digests = queries.release_digests(session, release)
    for address, body in draft.bodies.items():
        if address in digests and digests[address] != digest(body):
            stored = queries.published(session, address, period=release.period)
            if stored and (apart := first_apart(stored.body, body)):
                yield address, apart
    yield from _unmatched(digests, draft.bodies)
    texts = dict(queries.staff_texts_of_month(session, release.period))
    texts.pop(INPUTS_ADDRESS, None)
    for address, body in draft.staff.items():
        if address in texts and (apart := first_apart(texts[address], body)):
            yield address, apart
    yield from _unmatched(texts, draft.staff)


def _unmatched(found: Collection[str], expected: Collection[str]) -> Iterator[tuple[str, Apart]]:
    for address in sorted(set(expected).difference(found)):
        yield address, Apart("document", "missing", "published")
    for address in sorted(set(found).difference(expected)):
        yield address, Apart("document", "published", "missing")


def _made_by_others(kept: Kept) -> str:
    """Return what made a release, where that was another version than this one."""
    own = versions()
    others = [f"{name} {made}" for name, made in kept.made_by.items() if own.get(name) != made]
    return f" (made by {', '.join(others)})" if others else ""
