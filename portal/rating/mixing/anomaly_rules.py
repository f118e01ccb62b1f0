"""Signs that ratings may not come from visitors: what is watched, what a review may decide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.survey.elements import HIGHEST_LEVEL, Element
from portal.survey.index import COMPOSITE_SCALE, scaled_composite

# A rating counts as low when the mean of what it answers is this level or less.
LOW_MEAN = 2
# Usual share of low ratings, and how far a share must rise to be found.
USUAL_LOW_SHARE = 0.06
USUAL_TOP_SHARE = 0.15
RISE = 2.5
LEAST_SHARE, MOST_SHARE = 0.01, 0.6
HIGHEST_CHANGED_SHARE = 0.95
NOTE_LENGTH = 500


class AnomalyWatch(StrEnum):
    """A running watch over the ratings of a desk and channel."""

    LOW = "low"
    ALL_TOP = "all_top"


class AnomalyKind(StrEnum):
    """What was noticed; it starts a review and changes no figure."""

    LOW_SHARE = "low_share"
    ALL_TOP_SHARE = "all_top_share"
    BURST = "burst"
    RATINGS_ABOVE_TICKETS = "ratings_above_tickets"
    RATINGS_ABOVE_VISITS = "ratings_above_visits"
    TICKETS_ABOVE_VISITS = "tickets_above_visits"


SIGNAL_OF_WATCH: Mapping[AnomalyWatch, AnomalyKind] = {
    AnomalyWatch.LOW: AnomalyKind.LOW_SHARE,
    AnomalyWatch.ALL_TOP: AnomalyKind.ALL_TOP_SHARE,
}


# Signs that staff pressed citizens or rated themselves; many low ratings are none.
OF_STAFF = frozenset(AnomalyKind) - {AnomalyKind.LOW_SHARE}


class ReviewOutcome(StrEnum):
    """What a person found when looking into an anomaly."""

    EXPLAINED = "explained"
    UNFOUNDED = "unfounded"
    EXCLUDED = "excluded"


class ExclusionRule(StrEnum):
    """The published rules by which a whole desk, channel and month may be left out."""

    NOT_FROM_VISITORS = "not_from_visitors"
    STAFF_RATED = "staff_rated"
    DEVICE_FAULT = "device_fault"


@dataclass(frozen=True, slots=True)
class BatchHits:
    """For each rating of a batch, in shuffled order, whether a watch counts it."""

    low: tuple[bool, ...]
    all_top: tuple[bool, ...]

    @classmethod
    def of(cls, sheets: Iterable[Mapping[Element, int]]) -> "BatchHits":
        """Look at the levels that each rating of a batch gave."""
        given = list(sheets)
        most = LOW_MEAN * COMPOSITE_SCALE
        return cls(
            low=tuple(scaled_composite(scores) <= most for scores in given),
            all_top=tuple(
                all(level == HIGHEST_LEVEL for level in scores.values()) for scores in given
            ),
        )

    def of_watch(self, watch: AnomalyWatch) -> tuple[bool, ...]:
        """Return the hits of one watch."""
        return self.low if watch is AnomalyWatch.LOW else self.all_top


def usual_share(hits: int, ratings: int, *, otherwise: float) -> float:
    """Return the share a watch takes as usual, kept away from 0 and 1.

    :param ratings: how many ratings the share is taken of; without any ``otherwise`` counts.
    """
    share = hits / ratings if ratings else otherwise
    return min(MOST_SHARE, max(LEAST_SHARE, share))


def changed_share(usual: float) -> float:
    """Return the share that a watch is to find."""
    return min(HIGHEST_CHANGED_SHARE, usual * RISE)
