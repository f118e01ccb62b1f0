"""Builds published documents anew from sums and what was kept, and names what differs."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from portal.publication.building.snapshots import ReleaseSnapshot
from portal.publication.figures.encoding import JsonDifference, digest, first_difference, read
from portal.publication.releases import queries, review_queries, staff_queries
from portal.publication.releases.assembling import inputs_of, revision_inputs_of
from portal.publication.releases.drafting import Draw, build
from portal.publication.releases.gathering import versions
from portal.publication.releases.queries import ReleaseInBrief
from portal.publication.releases.recomputing import RecomputedDifference
from portal.publication.releases.verifying_year import year_differences
from portal.publication.revising.kept import KeptRevision
from portal.publication.revising.release import build_revision


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The documents of a release as they should be, by address, and what they rest on."""

    kept: ReleaseSnapshot
    bodies: Mapping[str, str]
    staff: Mapping[str, str] = field(default_factory=dict)


def month_differences(
    session: Session, release: ReleaseInBrief, *, text: str, draw: Draw
) -> Iterator[RecomputedDifference]:
    """Give the first value of each document of a month that it should not hold.

    What cannot be built from what was kept is a difference as well.

    :param text: what was kept for the month.
    """

    def rebuilt() -> Rebuilt:
        kept = read(ReleaseSnapshot, text)
        draft = build(inputs_of(session, kept), draw=draw)
        return Rebuilt(kept, draft.bodies, draft.staff)

    return _differences(session, release, rebuild=rebuilt)


def revised_differences(
    session: Session, release: ReleaseInBrief, *, text: str
) -> Iterator[RecomputedDifference]:
    """Give the same of the revision of a year to which no paper was added since."""

    def rebuilt() -> Rebuilt:
        kept = read(KeptRevision, text)
        return Rebuilt(kept.december, build_revision(revision_inputs_of(session, kept)).bodies)

    return _differences(session, release, rebuild=rebuilt)


def _differences(
    session: Session, release: ReleaseInBrief, *, rebuild: Callable[[], Rebuilt]
) -> Iterator[RecomputedDifference]:
    try:
        rebuilt = rebuild()
    except (ValueError, LookupError, TypeError) as error:
        subject, reason = f"{release.kind} {release.edition}", f"{type(error).__name__}: {error}"
        yield RecomputedDifference(subject, f"not built ({reason})", "built from its inputs")
        return
    yield from year_differences(session, rebuilt.kept)
    edition = f"{release.edition}{_made_by_others(rebuilt.kept)}"
    for address, apart in _in_documents(session, release, rebuilt=rebuilt):
        yield RecomputedDifference(
            f"{address}, {apart.path}, {edition}", apart.found, apart.expected
        )


def _in_documents(
    session: Session, release: ReleaseInBrief, *, rebuilt: Rebuilt
) -> Iterator[tuple[str, JsonDifference]]:
    """Give the differing documents by address, as they were built; those for staff come last."""
    digests = review_queries.release_digests(session, release)
    for address, body in rebuilt.bodies.items():
        if address in digests and digests[address] != digest(body):
            stored = queries.published(session, address, period=release.period)
            if stored and (apart := first_difference(stored.body, body)):
                yield address, apart
    yield from _unmatched(digests, rebuilt.bodies)
    texts = staff_queries.staff_texts_of_release(session, release.id)
    for address, body in rebuilt.staff.items():
        if address in texts and (apart := first_difference(texts[address], body)):
            yield address, apart
    yield from _unmatched(texts, rebuilt.staff)


def _unmatched(
    found: Collection[str], expected: Collection[str]
) -> Iterator[tuple[str, JsonDifference]]:
    for address in sorted(set(expected).difference(found)):
        yield address, JsonDifference("document", "missing", "published")
    for address in sorted(set(found).difference(expected)):
        yield address, JsonDifference("document", "published", "missing")


def unless_made_by_others(
    found: Iterator[RecomputedDifference],
    *,
    text: str,
    instead: Iterator[RecomputedDifference],
    tell: Callable[[RecomputedDifference], None],
) -> Iterator[RecomputedDifference]:
    """Give what is ``found``; of a release that other code made give ``instead`` what differs.

    :param text: what was kept for the release.
    :param tell: is told the first of what was found there.
    """
    first = next(found, None)
    if first is None:
        return
    if is_made_by_others(text):
        tell(first)
        yield from instead
    else:
        yield first
        yield from found


def is_made_by_others(text: str) -> bool:
    """Return whether other code than this made a release; ``text`` is what was kept for it."""
    try:
        kept = json.loads(text)
        return bool(_others(kept.get("december", kept).get("made_by", {})))
    except (ValueError, AttributeError):
        return False


def _made_by_others(kept: ReleaseSnapshot) -> str:
    """Return what made a release, where that was another version than this one."""
    others = _others(kept.made_by)
    return f" (made by {', '.join(others)})" if others else ""


def _others(made_by: Mapping[str, str]) -> list[str]:
    own = versions()
    return [f"{name} {made}" for name, made in made_by.items() if own.get(name) != made]
