"""Whether a clock can be believed: it is compared with another clock and with the newest trace."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from portal.storage.validity import CLOCK_TOLERANCE

# A month goes out on the 5th. A clock that runs ahead by at most four days can therefore never
# publish a month that is still running.
LONGEST_PAUSE = timedelta(days=4)


class ClockFault(StrEnum):
    """Why a clock is not believed; the words are what ``/readyz`` says."""

    DIFFERS = "differs from the database's clock"
    BEHIND = "behind the newest trace"
    AHEAD = "far ahead of the last job"


@dataclass(frozen=True, slots=True)
class Trace:
    """Something that was done: ``name`` says what, ``at`` the earliest moment it was possible."""

    name: str
    at: datetime

    @classmethod
    def of_day(cls, name: str, day: date, *, timezone: str) -> "Trace":
        """Return the trace of something done on the city's ``day``."""
        return cls(name, datetime.combine(day, time(), tzinfo=ZoneInfo(timezone)))


@dataclass(frozen=True, slots=True)
class ClockProblem:
    """A clock that is not believed, with the sentence that says why and what to do."""

    fault: ClockFault
    text: str

    @property
    def can_be_vouched_for(self) -> bool:
        """Whether a person's word settles it; two clocks that disagree have to be set."""
        return self.fault is not ClockFault.DIFFERS


class ClockNotTrusted(RuntimeError):
    """Nothing that cannot be undone is done while the clock is not believed."""

    def __init__(self, problem: ClockProblem) -> None:
        super().__init__(problem.text)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class ClockEvidence:
    """What a clock is compared with.

    :param database_now: the database server's clock; None where it is this machine's (SQLite).
    :param traces: what was done, without the traces a person called wrong.
    :param last_run: when a job last ran to its end or a person vouched, whichever is later;
        None before the first.
    """

    database_now: datetime | None
    traces: Collection[Trace]
    last_run: datetime | None


def problem_of(
    now: datetime, evidence: ClockEvidence, *, longest_pause: timedelta | None = LONGEST_PAUSE
) -> ClockProblem | None:
    """Return why ``now`` is not believed, or None without evidence against it.

    :param longest_pause: how far after the last job ``now`` may lie; None for any distance.
    """
    database_now = evidence.database_now
    if database_now is not None and abs(now - database_now) > CLOCK_TOLERANCE:
        return _problem(
            ClockFault.DIFFERS,
            f"it is {_said(now)} by this machine's clock and {_said(database_now)} by the "
            "database's; nothing was done. Set the clock that is wrong",
        )
    newest = max(evidence.traces, key=lambda trace: trace.at, default=None)
    if newest is not None and newest.at > now + CLOCK_TOLERANCE:
        return _problem(
            ClockFault.BEHIND,
            f"it is {_said(now)} by this machine's clock, but this was done later: {newest.name}, "
            f"{_said(newest.at)}; nothing was done. Set the clock; {_WAY_ON}",
        )
    last = evidence.last_run
    if longest_pause is not None and last is not None and now > last + longest_pause:
        return _problem(
            ClockFault.AHEAD,
            f"it is {_said(now)} by this machine's clock, {(now - last).days} days after the last "
            f"job ({_said(last)}); nothing was done. Set the clock; {_WAY_ON}",
        )
    return None


def later_than(traces: Collection[Trace], now: datetime) -> Mapping[str, datetime]:
    """Return the traces from the future, moment by name: what a person calls wrong."""
    return {trace.name: trace.at for trace in traces if trace.at > now}


_WAY_ON = "if it is right, run: flask jobs clock-is-right --by NAME --reason TEXT"


def _problem(fault: ClockFault, text: str) -> ClockProblem:
    return ClockProblem(fault, text)


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
