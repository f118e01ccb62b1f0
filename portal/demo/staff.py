"""The made-up city's staff: who stands above the officers, and a year of one team."""

from datetime import date

from sqlalchemy.orm import Session

from portal.demo.city import DemoCity
from portal.demo.ratings import answers_by_officer
from portal.demo.staff_year import add_staff_year
from portal.demo.superiors import add_superiors
from portal.organisation.calendar.queries import working_days
from portal.settings import Settings
from portal.storage.texts.key_file import open_vault


def add_staff(session: Session, settings: Settings, *, city: DemoCity, today: date) -> None:
    """Add who stands above the officers, and the running year of the team that is rated most."""
    line = add_superiors(session, city.catalogue, since=city.starts_on)
    rated = answers_by_officer(session)
    shown = max(
        line.teams.values(),
        key=lambda team: max(rated.get(each.person_id, 0) for each in team.officers),
    )
    calendar = working_days(session, first=date(today.year, 1, 1), last=date(today.year + 1, 6, 30))
    add_staff_year(
        session,
        open_vault(session, settings.keys_dir),
        line=line,
        shown=shown,
        today=today,
        is_working_day=calendar.includes,
        seed=city.seed,
    )
