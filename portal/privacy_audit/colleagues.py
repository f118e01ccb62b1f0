"""Answers about colleagues in the trial: who was asked about whom, and the truth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random, SystemRandom

from sqlalchemy.orm import Session

from portal.evaluation.peer_feedback.box_queries import key_of
from portal.evaluation.peer_feedback.key_holding import day_key
from portal.evaluation.peer_feedback.marks import DayKey
from portal.evaluation.peer_feedback.night_writing import clear_dead_rows, seal_anew
from portal.evaluation.peer_feedback.payloads import Answer, decode
from portal.evaluation.peer_feedback.queries import round_with
from portal.evaluation.peer_feedback.service import answer
from portal.evaluation.rules.colleagues import (
    GUIDES,
    HIGHEST_STEP,
    LEAST_FOLDED,
    LOWEST_STEP,
    MOST_INVITED,
)
from portal.privacy_audit.colleague_scene import OPENS_ON, Pair, open_round
from portal.storage.sealing.keys import KeyStore

# Of the answers, these come after the last night and still wait on their own day.
TODAYS_EVERY = 5
NIGHTS = 2
Steps = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ColleagueRound:
    """What happened, and the truth.

    :ivar said: who was asked about whom (rater, rated), with their steps, in the order in which
        they answered.
    :ivar today: those who answered after the last night.
    :ivar least: how many colleagues' answers are promised to be mixed.
    """

    round_id: int
    store: KeyStore
    said: Mapping[Pair, Steps]
    today: frozenset[Pair]
    least: int = LEAST_FOLDED


@dataclass(frozen=True, slots=True)
class CurrentKey:
    """What the holder of the current key can do."""

    key: DayKey
    owners: Mapping[Steps, Pair]

    def pair_in(self, ciphertext: bytes) -> Pair:
        """Return whose answer about whom a box holds; the first is the truth, not read."""
        content = decode(self.key.open_payload(ciphertext))
        steps = content.steps if isinstance(content, Answer) else ()
        return self.owners[tuple(step or 0 for step in steps)]

    def mark_of(self, pair: Pair) -> bytes:
        """Return the mark that a seat's answer of the running day has."""
        return self.key.mark_of_seat(*pair)


def current_key(session: Session, done: ColleagueRound) -> CurrentKey | None:
    """Return the key that opens what is stored now; None when there is none."""
    key = key_of(session, done.round_id)
    if key is None:
        return None
    owners = {steps: pair for pair, steps in done.said.items()}
    return CurrentKey(day_key(done.store, key), owners)


def seal(session: Session, done: ColleagueRound) -> None:
    """Do a night's work on what colleagues said."""
    key = key_of(session, done.round_id)
    if key is not None:
        seal_anew(session, done.store, round_id=done.round_id, key=key)
        clear_dead_rows(session)


Seal = Callable[[Session, ColleagueRound], None]


def colleague_round(
    session: Session, folder: Path, *, people: Sequence[int], night: Seal = seal
) -> ColleagueRound:
    """Let each of ``people`` answer about eight others, over two days and a part of the third.

    :param folder: where the keys of other things lie.
    :param people: officers (id), more than eight.
    :param night: how a night seals the answers; the portal's own way when it is not given.
    """
    store, random = KeyStore(folder / "colleagues"), SystemRandom()
    pairs = [
        (people[(place + step) % len(people)], rated)
        for place, rated in enumerate(people)
        for step in range(1, MOST_INVITED + 1)
    ]
    random.shuffle(pairs)
    said = dict(zip(pairs, _sheets(len(pairs), random=random), strict=True))
    before, later = pairs[: -(len(pairs) // TODAYS_EVERY)], pairs[-(len(pairs) // TODAYS_EVERY) :]
    round_id = open_round(session, store, pairs=pairs)
    done = ColleagueRound(round_id, store, said, frozenset(later))
    half = len(before) // NIGHTS
    for number, group in enumerate((before[:half], before[half:])):
        _answer(session, done, pairs=group, day=number)
        night(session, done)
    _answer(session, done, pairs=later, day=NIGHTS)
    return done


def _sheets(count: int, *, random: Random) -> list[Steps]:
    """Return as many different sheets of steps."""
    found: dict[Steps, None] = {}
    while len(found) < count:
        found[tuple(random.randint(LOWEST_STEP, HIGHEST_STEP) for _ in range(GUIDES))] = None
    return list(found)


def _answer(session: Session, done: ColleagueRound, *, pairs: Sequence[Pair], day: int) -> None:
    """Let people answer one after the other."""
    for rater, rated in pairs:
        now = round_with(session, done.round_id)
        if now is None:
            raise LookupError(done.round_id)
        answer(
            session,
            done.store,
            round_=now,
            rater_id=rater,
            content=Answer(rated, done.said[rater, rated]),
            today=OPENS_ON + timedelta(days=day),
        )
