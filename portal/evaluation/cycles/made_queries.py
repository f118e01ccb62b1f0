"""The rules by which a file that is about no one cycle is made."""

from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.cycles.made_line import made_line
from portal.evaluation.cycles.queries import cycle_on, cycles


def made_today(session: Session, today: date) -> str:
    """Return when and by which rules such a file is made.

    The rules are those of the cycle in which ``today`` lies, else of the latest opened one.
    """
    opened = (each for each in cycles(session) if each.rules_version is not None)
    return made_line(cycle_on(session, today) or next(opened, None), on=today)
