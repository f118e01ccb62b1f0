"""Asks the database for many refusals in one test, so that their scene is made only once."""

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session


def is_refused(session: Session, statement: str, **values: object) -> bool:
    """Return whether the database refuses a statement; what it did is taken back.

    Only what was committed before is still there afterwards.
    """
    try:
        session.execute(text(statement), values)
    except IntegrityError:
        return True
    finally:
        session.rollback()
    return False
