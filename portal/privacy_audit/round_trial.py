"""Lets made-up colleagues answer in the scratch database, day by day, and keeps the truth.

The round runs through the portal's own functions: planned, drawn, answered, sealed anew each
night. It is attacked while it still takes answers, when there is most to find.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, inspect, text
from sqlalchemy.orm import Session

from portal.evaluation.peer_feedback import box_queries, service
from portal.evaluation.peer_feedback.domain import Round
from portal.evaluation.peer_feedback.payloads import Answer
from portal.evaluation.peer_feedback.queries import round_with
from portal.evaluation.peer_feedback.round_run import run_rounds
from portal.privacy_audit.round_city import OPENS_ON, plan_made_up_round
from portal.privacy_audit.write_ahead_log import log_position
from portal.storage.sealing.keys import KeyStore

DAYS = 3
DAY = timedelta(days=1)
Steps = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """One answer with the truth: who gave it about whom, and on which day.

    :ivar steps: unlike those of every other answer, so that it is known again.
    """

    rater_id: int
    rated_id: int
    day: int
    steps: Steps

    @property
    def today(self) -> date:
        """The day as a date."""
        return OPENS_ON + self.day * DAY


@dataclass(slots=True)
class ColleaguesTrial:
    """What the round went through.

    :ivar given: every answer in the order in which they came.
    :ivar copies: of each day the boxes before and after its night, as daily copies show them.
    :ivar keys: the private key of each day, as somebody who takes it every day would hold it.
    :ivar touched: other tables that changed while colleagues answered.
    :ivar log_from: where the write-ahead log began; empty on SQLite.
    """

    session: Session
    store: KeyStore
    round_id: int
    given: list[Given] = field(default_factory=list)
    copies: list[Sequence[box_queries.BoxRow]] = field(default_factory=list)
    keys: list[bytes] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    log_from: str = ""

    def round(self) -> Round:
        """Return the round as it is now."""
        found = round_with(self.session, self.round_id)
        if found is None:
            raise LookupError(self.round_id)
        return found


AnswerAct = Callable[[ColleaguesTrial, Given], None]
NightAct = Callable[[ColleaguesTrial, date], None]


def answer_as_portal(trial: ColleaguesTrial, given: Given) -> None:
    """Answer as the portal does."""
    service.answer(
        trial.session,
        trial.store,
        round_=trial.round(),
        rater_id=given.rater_id,
        content=Answer(given.rated_id, given.steps),
        today=given.today,
    )


def night_as_portal(trial: ColleaguesTrial, today: date) -> None:
    """Let a night pass as the portal does."""
    run_rounds(trial.session, trial.store, today=today)


@dataclass(frozen=True, slots=True)
class ColleagueActs:
    """How things are done; the portal's own way unless a test says otherwise."""

    answer: AnswerAct = answer_as_portal
    night: NightAct = night_as_portal


@contextmanager
def colleagues_trial(
    engine: Engine, *, acts: ColleagueActs | None = None
) -> Iterator[ColleaguesTrial]:
    """Give a round after three days of answers, each followed by its night."""
    with Session(engine) as session, TemporaryDirectory() as folder:
        store = KeyStore(Path(folder) / "colleagues")
        trial = ColleaguesTrial(session, store, plan_made_up_round(session, store))
        run_rounds(session, store, today=OPENS_ON)
        trial.log_from = log_position(session)
        days = _days(trial)
        for day in range(DAYS):
            _live(trial, days.get(day, ()), acts=acts or ColleagueActs(), day=day)
        yield trial


def _days(trial: ColleaguesTrial) -> Mapping[int, Sequence[Given]]:
    """Return the answers of each day, in an order of chance."""
    random = SystemRandom()
    seats = list(box_queries.seats(trial.session, trial.round_id))
    random.shuffle(seats)
    steps: set[Steps] = set()
    while len(steps) < len(seats):
        steps.add(tuple(random.randint(1, 5) for _ in range(21)))
    found: dict[int, list[Given]] = {}
    for seat, said in zip(seats, steps, strict=True):
        day = random.randrange(DAYS)
        found.setdefault(day, []).append(Given(seat.rater_id, seat.rated_id, day, said))
    trial.session.commit()
    return found


def _live(
    trial: ColleaguesTrial, answers: Sequence[Given], *, acts: ColleagueActs, day: int
) -> None:
    before = _contents(trial.session)
    for given in answers:
        acts.answer(trial, given)
        trial.given.append(given)
    after = _contents(trial.session)
    trial.touched |= {name for name in after if after[name] != before[name]} - {"peer_box"}
    _copy(trial)
    acts.night(trial, OPENS_ON + (day + 1) * DAY)
    trial.session.expire_all()
    _copy(trial)


def _copy(trial: ColleaguesTrial) -> None:
    key = box_queries.key_of(trial.session, trial.round_id)
    if key is not None:
        trial.keys.append(trial.store.load(key.public_key))
        trial.copies.append(box_queries.boxes(trial.session, key.key_id))
    trial.session.commit()


def _contents(session: Session) -> dict[str, int]:
    """Return of every table what would show that anything in it changed."""
    connection = session.connection()
    found = {
        name: hash(frozenset(map(repr, connection.execute(text(f'SELECT * FROM "{name}"')))))  # noqa: S608 - names of our own tables
        for name in inspect(connection).get_table_names()
    }
    session.commit()
    return found
