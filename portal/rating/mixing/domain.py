"""How opened ratings are split: ballots, sums, comments, split records; no links between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.rating.answers.answers import Channel, RatingAnswers
from portal.rating.mixing.split_records import OfficerAnswer, Part, ProfileAnswer, ReasonsAnswer
from portal.survey.elements import ELEMENTS, HIGHEST_LEVEL, LEVELS, OFFICER_ELEMENTS, Element
from portal.survey.index import COMPOSITE_SCALE, scaled_composite
from portal.time.months import Month

MIN_BATCH_SIZE = 10
_ALL_TOP = HIGHEST_LEVEL * COMPOSITE_SCALE


@dataclass(frozen=True, slots=True)
class TallyCell:
    """Where a tally counts: a month, a place (None above its level), a service, a channel."""

    period: Month
    agency_id: int
    unit_id: int | None
    desk_id: int | None
    service_id: int | None
    channel: Channel


@dataclass(slots=True)
class TallySums:
    """Exact sums over ratings, added to one by one; ``levels`` counts levels 1 to 4 in order."""

    respondents: int = 0
    composite_sum: int = 0
    composite_square_sum: int = 0
    all_top: int = 0
    levels: dict[Element, list[int]] = field(default_factory=dict)

    def add(self, scores: Mapping[Element, int]) -> None:
        """Count one rating by the levels it gave."""
        composite = scaled_composite(scores)
        self.respondents += 1
        self.composite_sum += composite
        self.composite_square_sum += composite**2
        self.all_top += composite == _ALL_TOP
        for element, level in scores.items():
            if element not in self.levels:
                self.levels[element] = [0] * len(LEVELS)
            self.levels[element][level - 1] += 1


@dataclass(frozen=True, slots=True)
class CountedPlace:
    """Where a batch of ratings is counted; what lies below its level is None.

    ``keeps_service`` is False where residuals of several services are mixed together.
    """

    agency_id: int
    unit_id: int | None
    desk_id: int | None
    channel: Channel
    keeps_service: bool = True

    def cell(self, answers: RatingAnswers, *, period: Month) -> TallyCell:
        """Return the tally that a rating counts in."""
        return TallyCell(
            period=period,
            agency_id=self.agency_id,
            unit_id=self.unit_id,
            desk_id=self.desk_id,
            service_id=answers.service_id if self.keeps_service else None,
            channel=self.channel,
        )


def ballot_of(scores: Mapping[Element, int], *, cell: TallyCell) -> dict[str, Any]:
    """Return the columns of one ballot, without its token."""
    columns = {str(element): scores.get(element) for element in ELEMENTS}
    return {
        "period": cell.period,
        "agency_id": cell.agency_id,
        "unit_id": cell.unit_id,
        "desk_id": cell.desk_id,
        "service_id": cell.service_id,
        "channel": str(cell.channel),
        **columns,
    }


def split_records_of(answers: RatingAnswers, *, place: CountedPlace) -> list[Part]:
    """Return what is split off a rating; without a desk there is no officer either."""
    parts: list[Part] = []
    scores = {e: answers.scores[e] for e in OFFICER_ELEMENTS if e in answers.scores}
    if answers.officer_id and place.desk_id and scores:
        parts.append(OfficerAnswer(answers.officer_id, place.desk_id, scores))
    if answers.profile:
        parts.append(ProfileAnswer(place.agency_id, answers.profile))
    if answers.reasons:
        parts.append(ReasonsAnswer(place.agency_id, answers.reasons))
    return parts


def summed(
    batch: Sequence[RatingAnswers],
    *,
    place: CountedPlace,
    period: Month,
    before: Mapping[TallyCell, TallySums] | None = None,
) -> dict[TallyCell, TallySums]:
    """Return the sums of a batch, one for each service where the place keeps services.

    :param before: sums of other batches to add to; they are changed.
    """
    sums = dict(before or {})
    for answers in batch:
        sums.setdefault(place.cell(answers, period=period), TallySums()).add(answers.scores)
    return sums
