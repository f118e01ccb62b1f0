"""Which ratings are mixed together: those that are alike in everything that others can know.

A queue system, a ticket or a bystander knows the desk, the way in and the service of a visit. A
ballot keeps all three; and where the service was dropped, the elements that it does not ask would
tell it. So ten are needed of each service and pattern; and where a service does not bring ten
together by the end of a month, its ratings lose it and ten are needed of the pattern.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from portal.organisation.places.arrangement import Timeline
from portal.rating.answers.answers import RatingAnswers
from portal.rating.mixing.domain import MIN_BATCH_SIZE
from portal.survey.elements import Element

Member = TypeVar("Member")
Pattern = frozenset[Element]
NOTHING_LEFT_OUT: Pattern = frozenset()


@dataclass(frozen=True, slots=True)
class Batch(Generic[Member]):
    """Ratings that become ballots together; ``service_id`` is None where it is dropped."""

    service_id: int | None
    pattern: Pattern
    members: Sequence[Member]


@dataclass(slots=True)
class WaitingRatings(Generic[Member]):
    """Ratings of one desk and channel, by service and pattern, until their batch is complete."""

    _kin: dict[tuple[int, Pattern], list[Member]] = field(default_factory=dict)

    def add(self, member: Member, *, service_id: int, pattern: Pattern) -> None:
        """Take in one rating."""
        self._kin.setdefault((service_id, pattern), []).append(member)

    def batches(self, *, keep: int = 0) -> Iterator[Batch[Member]]:
        """Take out what is ten or more of one service and pattern.

        :param keep: how many of each stay, so that later ratings can still form a batch.
        """
        for (service_id, pattern), members in self._kin.items():
            if len(members) >= MIN_BATCH_SIZE + keep:
                yield Batch(service_id, pattern, members[keep:])
                del members[keep:]

    def pooled(self) -> Iterator[Batch[Member]]:
        """Take out what is ten or more of one pattern, whatever the service: it is dropped."""
        pools: dict[Pattern, list[Member]] = {}
        for (_, pattern), members in self._kin.items():
            pools.setdefault(pattern, []).extend(members)
        full = {pattern for pattern, members in pools.items() if len(members) >= MIN_BATCH_SIZE}
        self._kin = {kin: each for kin, each in self._kin.items() if kin[1] not in full}
        for pattern in full:
            yield Batch(None, pattern, pools[pattern])


def ever_left_out(questions: Mapping[int, Timeline[Pattern]]) -> Mapping[int, Pattern]:
    """Return by service the elements that it did not ask in some month.

    A rating may have waited since a month in which other elements were asked.
    """
    return {
        service: timeline.first.union(*(each.value for each in timeline.decisions))
        for service, timeline in questions.items()
    }


def pattern_of(answers: RatingAnswers, *, left_out: Pattern) -> Pattern:
    """Return which elements are missing because the service did not ask them.

    What a citizen skipped is an answer like others: nobody else knows it.

    :param left_out: what the service did not ask in some month.
    """
    if not left_out:
        return NOTHING_LEFT_OUT
    return left_out.difference(answers.scores)


def without(answers: RatingAnswers, elements: Iterable[Element]) -> RatingAnswers | None:
    """Return answers without some elements, or None when nothing would be left of them."""
    dropped = frozenset(elements)
    scores = {each: level for each, level in answers.scores.items() if each not in dropped}
    return replace(answers, scores=scores) if scores else None
