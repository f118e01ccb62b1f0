"""A citizen's answers, complete and checked, before they are sealed and after they are opened."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.rating.answers.comment import CommentNotText, CommentTooLong, encoded_comment
from portal.rating.answers.profile import UnknownProfileAnswer, checked_profile
from portal.survey.elements import ELEMENTS, LEVELS, Element

LARGEST_ID = 2**31 - 1
_ELEMENTS = frozenset(ELEMENTS)


class InvalidAnswers(ValueError):
    """A set of answers that no form of the portal can produce."""


@dataclass(frozen=True, slots=True)
class RatingAnswers:
    """All that one citizen answered about one visit.

    ``scores`` holds levels 1 to 4 of the elements answered (at least one); ``reasons`` the
    elements named under "what should be better?"; ``comment`` 1 to 500 characters or None;
    ``profile`` answers by field (see portal.rating.answers.profile); ``was_watched`` whether
    the citizen ticked that a member of staff watched or told them what to press.

    :raises InvalidAnswers: when anything is out of its range; the text names no answer.
    """

    service_id: int
    scores: Mapping[Element, int]
    officer_id: int | None = None
    reasons: frozenset[Element] = frozenset()
    comment: str | None = None
    profile: Mapping[str, str] = field(default_factory=dict)
    was_watched: bool = False

    def __post_init__(self) -> None:
        _check(_is_id(self.service_id), "service_id is no identifier")
        _check(self.officer_id is None or _is_id(self.officer_id), "officer_id is no identifier")
        _check(bool(self.scores), "at least one element is answered")
        _check(self.scores.keys() <= _ELEMENTS, "an element is unknown")
        _check(all(level in LEVELS for level in self.scores.values()), "a level is not 1 to 4")
        _check(self.reasons <= _ELEMENTS, "a reason is unknown")
        self._check_words()

    def _check_words(self) -> None:
        try:
            checked_profile(self.profile)
            if self.comment is not None:
                encoded_comment(self.comment)
        except (UnknownProfileAnswer, CommentTooLong, CommentNotText) as error:
            raise InvalidAnswers(str(error)) from error


def _is_id(number: int) -> bool:
    return 1 <= number <= LARGEST_ID


def _check(holds: bool, fault: str) -> None:
    if not holds:
        raise InvalidAnswers(fault)
