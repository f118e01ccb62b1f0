"""Folding of all answers of a city: one figure a person, and neither count nor answer."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from portal.evaluation.peer_feedback.domain import LISTED, bits_of
from portal.evaluation.peer_feedback.payloads import Answer
from portal.evaluation.rules.colleagues import answer_mean, folded, folded_mentions
from portal.evaluation.rules.states import RatedState


@dataclass(frozen=True, slots=True)
class Folded:
    """The row of one person.

    :ivar half_steps: 2 to 10; None where too few answered.
    :ivar strengths: bits of the places in the list; so are ``wishes``.
    """

    person_id: int
    state: RatedState
    half_steps: int | None = None
    strengths: int = 0
    wishes: int = 0


def folded_city(
    waiting: Iterable[int],
    answers: Iterable[Answer],
    *,
    answered: Mapping[int, int],
    random: Random,
) -> list[Folded]:
    """Return what the round gives for everybody who waits, by number.

    Of the answers that count, one drawn by lot is left out of everything; which, is kept nowhere.
    Where there are not as many answers as seats that answered, somebody put one in or took one
    away: nothing is measured then.

    :param answered: by person how many of the seats about them answered.
    :param random: a source that nobody can foresee, such as ``secrets.SystemRandom``.
    """
    about: defaultdict[int, list[Answer]] = defaultdict(list)
    for answer in answers:
        about[answer.rated_id].append(answer)
    return [
        _folded(
            person,
            about[person],
            is_whole=len(about[person]) == answered.get(person, 0),
            random=random,
        )
        for person in sorted(waiting)
    ]


def answered_seats(seats: Iterable[tuple[int, int]]) -> Mapping[int, int]:
    """Return by person how many of the seats about them answered."""
    return Counter(rated for _, rated in seats)


def _folded(person: int, answers: list[Answer], *, is_whole: bool, random: Random) -> Folded:
    means = [answer_mean(each.steps) for each in answers]
    counting = [(mean, each) for mean, each in zip(means, answers, strict=True) if mean is not None]
    if not counting or not is_whole:
        return Folded(person, RatedState.TOO_FEW)
    left_out = random.randrange(len(counting))
    figure = folded([mean for mean, _ in counting], left_out=left_out)
    if figure.value is None:
        return Folded(person, RatedState.TOO_FEW)
    strengths, wishes = (
        folded_mentions(named, left_out=left_out, listed=LISTED)
        for named in (
            [each.strengths for _, each in counting],
            [each.wishes for _, each in counting],
        )
    )
    return Folded(
        person,
        RatedState.FOLDED,
        half_steps=int(2 * figure.value),
        strengths=bits_of(strengths),
        wishes=bits_of(wishes),
    )
