"""Adds what a demonstration city has beside its figures, while its pages are looked at already.

Complaints, and two years of the staff's evaluation. Each is made once, as a whole or not at all,
so that a start that was broken off is made good by the next one.
"""

import logging
import sys

from sqlalchemy import text

from portal.app import create_app
from portal.cli.demo import SEED, add_complaints, add_staff_years
from portal.settings import Settings
from portal.storage.database import all_or_nothing
from portal.storage.waiting import COMMAND, acting_as
from portal.time import clock
from portal.web.extensions import db
from scripts.demo_people import is_made_up_city


def is_empty(table: str) -> bool:
    """Return whether ``table`` holds nothing yet."""
    found = db.session.execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first()  # noqa: S608 - our own table names
    db.session.rollback()
    return found is None


def add_rest(settings: Settings) -> list[str]:
    """Add what is missing to a made-up city, and return what was added in words."""
    if not settings.demo or not is_made_up_city(db.session()):
        return []
    today, added = clock.today(settings.timezone), []
    if is_empty("complaint"):
        with all_or_nothing(db.engine) as session:
            made = add_complaints(session, settings, seed=SEED, today=today)
        added.append(f"{made} complaints")
    if is_empty("evaluation_cycle") and not is_empty("reporting_line"):
        with all_or_nothing(db.engine) as session:
            years = add_staff_years(session, settings, seed=SEED, today=today)
        added += [f"evaluation of staff {year}" for year, is_made in years.items() if is_made]
    return added


def main() -> None:
    """Add the rest and say what is there now."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    settings = Settings.from_env()
    with create_app(settings).app_context(), acting_as(COMMAND):
        added = add_rest(settings)
    if added:
        sys.stdout.write(f"  There now, too: {', '.join(added)}.\n")


if __name__ == "__main__":
    main()
