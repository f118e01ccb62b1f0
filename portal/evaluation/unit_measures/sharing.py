"""Causes that people of one unit share: shown from five people on, never a private one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from portal.evaluation.development.strengths import FindingKind, Findings
from portal.evaluation.unit_measures.domain import (
    LONGEST_KEY,
    PlacedPoint,
    SharedPoint,
    UnitPlace,
)

# Fewer people than these are never told of as sharing something.
FEWEST_SHARING = 5
# A cause that is somebody's own affair is nobody else's, however many have it.
PRIVATE_CAUSE = "personal"


def points_of(found: Findings) -> frozenset[SharedPoint]:
    """Return a person's points as they are compared with those of others; no private cause."""
    return frozenset(
        SharedPoint(
            each.kind, " ".join(each.key.split()).casefold()[:LONGEST_KEY], each.is_strength
        )
        for each in (*found.strengths, *found.weaknesses)
        if each.kind is not FindingKind.CAUSE or each.key != PRIVATE_CAUSE
    )


def shared_points(
    places: Mapping[int, UnitPlace], *, known: Iterable[tuple[int, frozenset[SharedPoint]]]
) -> frozenset[PlacedPoint]:
    """Return the points that five or more people of one unit have.

    :param places: where each person works.
    :param known: people with their points.
    """
    counts: defaultdict[PlacedPoint, set[int]] = defaultdict(set)
    for person_id, points in known:
        for each in points:
            counts[places[person_id], each].add(person_id)
    return frozenset(key for key, people in counts.items() if len(people) >= FEWEST_SHARING)
