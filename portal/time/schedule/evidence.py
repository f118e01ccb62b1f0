"""Evidence for and against the clock: the database's clock, traces, and who vouched."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.storage.database import begin_write
from portal.time.schedule.clock_check import ClockEvidence, Trace, later_than
from portal.time.schedule.models import ClockVouch
from portal.time.schedule.queries import guarded_runs

NAME_LENGTH = 200
REASON_LENGTH = 500
# Returns the newest trace of one kind, or None: read(session, timezone).
ReadTrace = Callable[[Session, str], Trace | None]


class VouchIncomplete(ValueError):
    """Who vouches for the clock gives a name and a reason."""


@dataclass(frozen=True, slots=True)
class Vouch:
    """Who says that the clock is right, and why; each at most as long as its column."""

    by: str
    reason: str

    def __post_init__(self) -> None:
        if not 0 < len(self.by.strip()) <= NAME_LENGTH:
            raise VouchIncomplete("a name of at most 200 characters is needed")
        if not 0 < len(self.reason.strip()) <= REASON_LENGTH:
            raise VouchIncomplete("a reason of at most 500 characters is needed")


def database_now(session: Session) -> datetime | None:
    """Return the database server's clock; None on SQLite, which has no clock of its own."""
    if session.get_bind().dialect.name != "postgresql":
        return None
    found: datetime = session.scalar(text("SELECT clock_timestamp()"))
    return found.astimezone(UTC)


def wrong_traces(session: Session) -> Mapping[str, datetime]:
    """Return the traces that a person called wrong when they vouched last, moment by name."""
    written = session.scalar(
        select(ClockVouch.wrong_traces).order_by(ClockVouch.id.desc()).limit(1)
    )
    found: dict[str, str] = json.loads(written or "{}")
    return {name: datetime.fromisoformat(moment) for name, moment in found.items()}


def traces(session: Session, sources: Sequence[ReadTrace], *, timezone: str) -> list[Trace]:
    """Return the newest trace of each source, and the last run of each job."""
    found = [Trace(f"job {name}", at) for name, at in guarded_runs(session).items()]
    return found + [trace for read in sources if (trace := read(session, timezone)) is not None]


def evidence(session: Session, sources: Sequence[ReadTrace], *, timezone: str) -> ClockEvidence:
    """Return what a clock is compared with at this moment."""
    wrong = wrong_traces(session)
    right = [
        trace
        for trace in traces(session, sources, timezone=timezone)
        if wrong.get(trace.name) != trace.at
    ]
    vouched_at = session.scalar(
        select(ClockVouch.vouched_at).order_by(ClockVouch.id.desc()).limit(1)
    )
    if vouched_at is not None:
        right.append(Trace("a person vouched for the clock", vouched_at))
    jobs = [trace.at for trace in right if trace.name.startswith("job ")]
    known = jobs if vouched_at is None else [*jobs, vouched_at]
    return ClockEvidence(database_now(session), right, max(known, default=None))


def vouch_for(
    session: Session, vouch: Vouch, *, sources: Sequence[ReadTrace], now: datetime, timezone: str
) -> None:
    """Record that ``now`` is right, and which traces from the future are wrong; commits.

    A trace is called wrong only as long as it stays what it is: a newer one counts again.
    """
    begin_write(session)
    future = later_than(traces(session, sources, timezone=timezone), now)
    session.add(
        ClockVouch(
            vouched_at=now,
            vouched_by=vouch.by.strip(),
            reason=vouch.reason.strip(),
            wrong_traces=json.dumps({name: at.isoformat() for name, at in sorted(future.items())}),
        )
    )
    session.commit()
