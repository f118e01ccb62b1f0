"""Simulates two days of the made-up city in the scratch database, and keeps the truth beside it."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import SystemRandom
from secrets import token_bytes

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal.complaints.intake.follow_up import complaint_id_of
from portal.complaints.intake.history import CaseContext, ComplaintUnknown
from portal.complaints.intake.waiting import WaitingComplaints
from portal.privacy_audit.acts import Acts, Scene, come_back, moderate, record
from portal.privacy_audit.colleagues import ColleagueRound, colleague_round
from portal.privacy_audit.limiter import TrialLimiter
from portal.privacy_audit.visitors import (
    COMPLAINS_EVERY,
    FIRST_DAY,
    NIGHTS,
    MadeUpVisitor,
    TrialCity,
    found_city,
    hand_out_tickets,
    made_up_visitors,
)
from portal.privacy_audit.write_ahead_log import log_position
from portal.rating.mixing.ballot_models import Ballot, Comment
from portal.rating.mixing.queries import inbox_keys, sealed_residuals
from portal.rating.mixing.sealing import Opener
from portal.rating.mixing.service import open_inbox
from portal.rating.questionnaire.service import InboxKeys
from portal.storage.sealing.keys import KeyStore
from portal.storage.sealing.rows import shuffled
from portal.storage.texts.key_file import Vault

# One in five visitors who complain does so after other visitors have rated.
COMES_BACK_EVERY = 5
VISITORS_BETWEEN = 3
# Staff do something after every so many visitors, and every other time it is about a complaint.
STAFF_ACT_EVERY = 5
OPENS_AT_HOUR = 1
OnProgress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Say nothing about how far the trial is."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A sealed rating as an insider, a log or a backup kept it, with whose it was."""

    number: int
    token: bytes
    ciphertext: bytes


@dataclass(slots=True)
class Trial:
    """What the scratch database went through, and the truth that attacks are held against.

    ``codes`` tells the code of each visitor's complaint; ``nights`` the night on which a
    row first stood in the database, as daily backups show it; ``kept`` every ciphertext that
    ever lay in the inbox, with whose it was; ``log_from`` where the write-ahead log began;
    ``colleagues`` what officers said of each other.
    """

    session: Session
    city: TrialCity
    visitors: Sequence[MadeUpVisitor]
    vault: Vault
    store: KeyStore
    limits: TrialLimiter | None = None
    codes: dict[int, str] = field(default_factory=dict)
    nights: dict[bytes, int] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)
    log_from: str = ""
    colleagues: ColleagueRound | None = None

    def current_key(self) -> Opener:
        """Return what opens what is sealed to the current key."""
        (key,) = inbox_keys(self.session, states=["current"])
        return Opener(self.store.load(key.public_key))


def moment_of(minute: float) -> datetime:
    """Return a minute of the queue system as a moment; the night lies between two days."""
    days, of_day = divmod(minute, 480)
    opening = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, OPENS_AT_HOUR, tzinfo=UTC)
    return opening + timedelta(days=days, minutes=of_day)


@contextmanager
def trial(
    engine: Engine,
    *,
    ratings: int,
    acts: Acts | None = None,
    limits: TrialLimiter | None = None,
    on_progress: OnProgress = no_progress,
) -> Iterator[Trial]:
    """Give the database after two days of visits, staff work and nights.

    :param acts: how things are done; the portal's own way when None.
    :param limits: where citizens' acts are counted; nowhere when None.
    """
    with Session(engine) as session, tempfile.TemporaryDirectory() as folder:
        store = KeyStore(Path(folder))
        open_inbox(session, store)
        vault = Vault(token_bytes(32))
        visitors = made_up_visitors(ratings, random=SystemRandom())
        city = found_city(session)
        done = Trial(session, city, visitors, vault=vault, store=store, limits=limits)
        scene = Scene(
            session,
            city,
            store,
            context=CaseContext(vault=vault, today=FIRST_DAY),
            inbox=InboxKeys(store),
            waiting=WaitingComplaints.beside_keys(Path(folder)),
        )
        hand_out_tickets(session, visitors, city=city)
        done.log_from = log_position(session)
        day = _Day(done, scene=scene, acts=acts or Acts(), on_progress=on_progress)
        for night in range(NIGHTS):
            day.visits(night)
            day.night(night)
        day.colleagues(Path(folder))
        yield done


class _Day:
    """Runs one day after the other."""

    def __init__(self, done: Trial, *, scene: Scene, acts: Acts, on_progress: OnProgress) -> None:
        self._done = done
        self._scene = scene
        self._acts = acts
        self._on_progress = on_progress
        self._later: list[tuple[int, MadeUpVisitor]] = []

    def visits(self, night: int) -> None:
        """Let everybody of a day come, rate, perhaps complain; staff work in between."""
        visitors = [visitor for visitor in self._done.visitors if visitor.night == night]
        back = shuffled(list(self._done.codes.values()))
        for visitor in visitors:
            self._visit(visitor, is_counted=night == NIGHTS - 1)
            if back and visitor.number % COMPLAINS_EVERY == 0:
                come_back(self._scene, back.pop())
            if visitor.number % STAFF_ACT_EVERY == 0:
                self._staff_act(visitor)
            self._on_progress(visitor.number + 1, len(self._done.visitors))
        for _, visitor in self._later:
            self._complain(visitor, is_counted=night == NIGHTS - 1)
        self._later.clear()

    def _visit(self, visitor: MadeUpVisitor, *, is_counted: bool) -> None:
        limits = self._done.limits
        if limits is not None and is_counted:
            limits.rated(visitor)
        self._acts.rate(self._scene, visitor)
        if visitor.writing.complaint is not None:
            is_back = visitor.number % COMES_BACK_EVERY == 0
            due = visitor.number + (VISITORS_BETWEEN if is_back else 0)
            self._later.append((due, visitor))
        for entry in [entry for entry in self._later if entry[0] <= visitor.number]:
            self._later.remove(entry)
            self._complain(entry[1], is_counted=is_counted)

    def _complain(self, visitor: MadeUpVisitor, *, is_counted: bool) -> None:
        if self._done.limits is not None and is_counted:
            self._done.limits.complained(visitor)
        self._done.codes[visitor.number] = self._acts.complain(self._scene, visitor)

    def _staff_act(self, visitor: MadeUpVisitor) -> None:
        now = moment_of(visitor.minute)
        complaint = self._one_in_the_queue() if visitor.number % (2 * STAFF_ACT_EVERY) == 0 else 0
        if complaint:
            moderate(self._scene, complaint, now=now)
        else:
            record(self._scene, subject="desk:loket-0", now=now)

    def _one_in_the_queue(self) -> int:
        """Return the number of a complaint that staff see, any of them, or 0."""
        session, context = self._scene.session, self._scene.context
        for code in shuffled(list(self._done.codes.values())):
            with suppress(ComplaintUnknown):
                return complaint_id_of(session, code, context=context)
        return 0

    def colleagues(self, folder: Path) -> None:
        """Let officers answer about each other."""
        self._done.colleagues = colleague_round(
            self._scene.session,
            folder,
            people=self._done.city.officer_ids,
            night=self._acts.seal_colleagues,
        )

    def night(self, night: int) -> None:
        """Keep what a log and a backup would keep, mix, and note which rows are new."""
        self._keep_inbox()
        self._acts.mix(self._scene, moment_of(480 * night + 479) + timedelta(hours=6))
        for table in (Ballot, Comment):
            for token in self._scene.session.scalars(select(table.token)):
                self._done.nights.setdefault(token, night)
        self._scene.session.commit()

    def _keep_inbox(self) -> None:
        session, opener = self._scene.session, self._done.current_key()
        (key,) = inbox_keys(session, states=["current"])
        owners = {visitor.writing.comment: visitor.number for visitor in self._done.visitors}
        for row in sealed_residuals(session, key_ids=[key.key_id]):
            number = owners[opener.open_sealed(row.ciphertext).comment or ""]
            self._done.kept.append(Kept(number, token=row.token, ciphertext=row.ciphertext))
        session.commit()
