"""Counts beside the ballots: officers, respondents' profiles, reasons, comments."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from portal.demo.answers import OFFICER_COLUMNS, DrawnBatch
from portal.demo.comment_texts import CRITICISM, PRAISE
from portal.demo.levels import MEANS
from portal.demo.mixed_groups import MixedBatch
from portal.demo.rating_rows import Tokens
from portal.rating.answers.answers import PROFILE_ANSWERS, ProfileField
from portal.rating.mixing.domain import MIN_BATCH_SIZE
from portal.survey.elements import ELEMENTS, HIGHEST_LEVEL, LEVELS, OFFICER_ELEMENTS
from portal.time.months import Month

COMMENT_SHARE = 0.06
MOST_COMMENTS = 20_000
PROFILE_SHARE = 0.5
REASON_SHARE = 0.25
PROFILE_WEIGHTS: Mapping[ProfileField, tuple[float, ...]] = {
    ProfileField.SEX: (0.54, 0.46),
    ProfileField.AGE: (0.02, 0.16, 0.27, 0.26, 0.18, 0.11),
    ProfileField.EDUCATION: (0.09, 0.14, 0.45, 0.11, 0.18, 0.03),
    ProfileField.OCCUPATION: (0.09, 0.02, 0.28, 0.24, 0.08, 0.09, 0.15, 0.05),
}


class OfficerCounts:
    """Answers on officers, waiting for ten of one officer at one desk as the real ones do."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[int, int], Any] = {}

    def add(self, batch: MixedBatch, drawn: DrawnBatch) -> None:
        """Count a desk's batch; residuals of an agency have no officer."""
        if batch.place.desk_id is None:
            return
        for officer_id in np.unique(drawn.officers):
            if not officer_id:
                continue
            levels = drawn.levels[drawn.officers == officer_id][:, OFFICER_COLUMNS]
            counts = np.array([(levels == level).sum(axis=0) for level in LEVELS]).T
            key = (int(officer_id), batch.place.desk_id)
            self._waiting[key] = self._waiting.get(key, 0) + counts

    def take(self, period: Month) -> Iterator[dict[str, Any]]:
        """Give the rows of everyone who is counted in a batch of ``period``."""
        ready = [
            key
            for key, counts in self._waiting.items()
            if counts.sum(axis=1).max() >= MIN_BATCH_SIZE
        ]
        for officer_id, desk_id in ready:
            counts = self._waiting.pop((officer_id, desk_id)).tolist()
            for element, by_level in zip(OFFICER_ELEMENTS, counts, strict=True):
                for level, answers in zip(LEVELS, by_level, strict=True):
                    if answers:
                        yield {
                            "period": period,
                            "officer_id": officer_id,
                            "desk_id": desk_id,
                            "element": str(element),
                            "level": level,
                            "answers": answers,
                        }


def profile_rows(
    respondents: Mapping[tuple[int, int], int], *, rng: np.random.Generator
) -> Iterator[dict[str, Any]]:
    """Give the respondent profile of each agency and year.

    :param respondents: ratings by agency id and year.
    """
    for (agency_id, year), total in sorted(respondents.items()):
        said = int(total * PROFILE_SHARE)
        for field, weights in PROFILE_WEIGHTS.items() if said >= MIN_BATCH_SIZE else ():
            drawn = rng.multinomial(said, weights).tolist()
            for answer, count in zip(PROFILE_ANSWERS[field], drawn, strict=True):
                if count:
                    cell = {"agency_id": agency_id, "year": year}
                    yield {**cell, "field": str(field), "answer": answer, "respondents": count}


def reason_rows(
    respondents: Mapping[tuple[int, int], int], *, rng: np.random.Generator
) -> Iterator[dict[str, Any]]:
    """Give how often each element was named under "what should be better?"; weak ones more."""
    weakness = np.array([(HIGHEST_LEVEL - MEANS[element]) ** 2 for element in ELEMENTS])
    for (agency_id, year), total in sorted(respondents.items()):
        said = int(total * REASON_SHARE)
        if said < MIN_BATCH_SIZE:
            continue
        drawn = rng.multinomial(said, weakness / weakness.sum()).tolist()
        for element, count in zip(ELEMENTS, drawn, strict=True):
            if count:
                cell = {"agency_id": agency_id, "year": year}
                yield {**cell, "element": str(element), "respondents": count}


class Comments:
    """Draws comments until there are enough for a demonstration."""

    def __init__(self, rng: np.random.Generator, *, ratings: int) -> None:
        self._rng = rng
        self._tokens = Tokens(rng)
        self._share = min(COMMENT_SHARE, MOST_COMMENTS / max(ratings, 1))

    def of(self, batch: MixedBatch, drawn: DrawnBatch) -> Iterator[dict[str, Any]]:
        """Give the comments of a batch; who is content praises."""
        writes = np.flatnonzero(self._rng.random(batch.ratings) < self._share)
        levels = np.ma.masked_equal(drawn.levels[writes], 0)
        is_content = np.ma.mean(levels, axis=1) >= CONTENT if len(writes) else []
        for token, content in zip(self._tokens.take(len(writes)), is_content, strict=True):
            texts = PRAISE if content else CRITICISM
            yield {
                "token": token,
                "period": batch.period,
                "agency_id": batch.place.agency_id,
                "desk_id": batch.place.desk_id,
                "text": texts[int(self._rng.integers(len(texts)))],
            }


CONTENT = 3.5
