"""Records that a person vouches for the clock, whichever command they say it with."""

from datetime import datetime

import click

from portal.time.schedule.clock_check import ClockProblem
from portal.time.schedule.evidence import Vouch, VouchIncomplete
from portal.web.extensions import record_act, vouch


def vouch_for_clock(problem: ClockProblem, *, by: str, reason: str, now: datetime) -> None:
    """Record who says that ``now`` is right against ``problem``, in the audit log, too.

    :raises click.ClickException: without a name or a reason.
    """
    try:
        given = Vouch(by=by, reason=reason)
    except VouchIncomplete as error:
        raise click.ClickException(str(error)) from error
    record_act("clock.vouched", "clock", by=by, reason=reason, against=str(problem.fault))
    vouch(given, now=now)
