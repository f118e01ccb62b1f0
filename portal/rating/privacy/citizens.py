"""Made-up citizens who rate in the scratch database, each with answers nobody else gives."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from random import Random

from portal.rating.domain import Channel
from portal.rating.domain.answers import RatingAnswers
from portal.rating.domain.profile import PROFILE_ANSWERS
from portal.survey.elements import ELEMENTS, LEVELS, Element

NIGHTS = 2
BUSY_DESKS = 4
OFFICERS_PER_DESK = 4
QUIET_RATINGS = 6
CHANNELS = (Channel.TICKET, Channel.PRESENCE)


@dataclass(frozen=True, slots=True)
class Citizen:
    """One citizen: where and when they rated, with which proof, and what they said.

    ``desk`` and ``officer`` are places in the trial's lists; ``night`` the mix that came next.
    """

    number: int
    night: int
    desk: int
    channel: Channel
    officer: int
    scores: dict[Element, int]
    profile: dict[str, str]

    @property
    def proof(self) -> bytes:
        """The hash of their ticket or grant, 32 bytes."""
        return hashlib.sha256(b"proof %d" % self.number).digest()

    @property
    def form_key(self) -> bytes:
        """The hash of their form's idempotency key, 32 bytes."""
        return hashlib.sha256(b"form %d" % self.number).digest()

    @property
    def comment(self) -> str:
        """What they wrote, theirs alone."""
        return f"Catatan nomor {self.number}"

    def answers(self, *, service_id: int, officer_ids: Sequence[int]) -> RatingAnswers:
        """Return all they say, with identifiers of the scratch database."""
        return RatingAnswers(
            service_id=service_id,
            scores=self.scores,
            officer_id=officer_ids[self.officer],
            comment=self.comment,
            profile=self.profile,
        )


def made_up_citizens(ratings: int, *, random: Random) -> list[Citizen]:
    """Return ``ratings`` citizens in the order in which they rate.

    Four busy desks and a quiet one, two channels, two nights: at the quiet desk nobody has a
    crowd on the first night, so that their ratings are sealed again before they are mixed.
    """
    everyone = list(_everyone(ratings))
    scores = random.sample(range(len(LEVELS) ** len(ELEMENTS)), ratings)
    profiles = _profiles(ratings, random=random)
    visits = [
        (night, desk, channel, random.randrange(OFFICERS_PER_DESK))
        for night, desk, channel in everyone
    ]
    random.shuffle(visits)
    visits.sort(key=lambda visit: visit[0])
    return [
        Citizen(
            number=number,
            night=night,
            desk=desk,
            channel=channel,
            officer=desk * OFFICERS_PER_DESK + officer,
            scores=_scores(scores[number]),
            profile=profiles[number],
        )
        for number, (night, desk, channel, officer) in enumerate(visits)
    ]


def _everyone(ratings: int) -> Sequence[tuple[int, int, Channel]]:
    quiet = [
        (night, BUSY_DESKS, channel)
        for night, channel in product(range(NIGHTS), CHANNELS)
        for _ in range(QUIET_RATINGS)
    ]
    places = list(product(range(NIGHTS), range(BUSY_DESKS), CHANNELS))
    busy = [places[number % len(places)] for number in range(ratings - len(quiet))]
    return [*busy, *quiet]


def _scores(number: int) -> dict[Element, int]:
    """Return the ``number``-th of all possible sheets of answers."""
    scores = {}
    for element in ELEMENTS:
        number, place = divmod(number, len(LEVELS))
        scores[element] = LEVELS[place]
    return scores


def _profiles(count: int, *, random: Random) -> list[dict[str, str]]:
    """Return profiles that repeat as seldom as can be."""
    choices = product(*((None, *answers) for answers in PROFILE_ANSWERS.values()))
    every = [
        {
            str(field): answer
            for field, answer in zip(PROFILE_ANSWERS, chosen, strict=True)
            if answer
        }
        for chosen in choices
        if any(chosen)
    ]
    random.shuffle(every)
    return [every[number % len(every)] for number in range(count)]
