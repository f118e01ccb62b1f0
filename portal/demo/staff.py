"""The made-up city's staff: two years of the evaluation of one team."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from portal.accounts.staff.list_queries import officers_with_account
from portal.demo.people_file import send_people_file
from portal.demo.ratings import answers_by_officer
from portal.demo.staff_awards import add_awards, add_open_jury
from portal.demo.staff_help import HELPED
from portal.demo.staff_year import add_staff_year, add_year_before
from portal.demo.superiors import DemoLine, DemoTeam, Serving
from portal.demo.yearly_table import add_yearly_table
from portal.organisation.calendar.queries import working_days
from portal.settings import Settings
from portal.storage.texts.key_file import open_vault


def add_years(
    session: Session, settings: Settings, *, line: DemoLine, seed: int, today: date
) -> Mapping[int, bool]:
    """Add the year before, closed, and the running one of one team; commits.

    :returns: by year whether it was made: the year before only once its last results are final.
    """
    shown = _shown(session, line)
    first, last = date(today.year - 1, 1, 1), date(today.year + 1, 6, 30)
    calendar = working_days(session, first=first, last=last)
    agencies = [team.agency for team in line.teams.values()]
    add_yearly_table(session, agencies, year=today.year - 1, today=today, seed=seed)
    vault = open_vault(session, settings.keys_dir)
    # Of two open cycles the later is worked on: the one before is closed first.
    made = {
        year: add(
            session,
            vault,
            line=line,
            shown=shown,
            today=today,
            is_working_day=calendar.includes,
            seed=seed,
        )
        for year, add in ((today.year - 1, add_year_before), (today.year, add_staff_year))
    }
    for add_award in (add_awards, add_open_jury):
        add_award(session, vault, line=line, shown=shown, today=today)
    send_people_file(session, shown, today=today)
    return made


def _shown(session: Session, line: DemoLine) -> DemoTeam:
    """Return the team of an officer with an account, else the one that is rated most."""
    known, rated = officers_with_account(session), answers_by_officer(session)

    def weight(team: DemoTeam) -> tuple[bool, int]:
        ids = {each.person_id for each in team.officers}
        return not ids.isdisjoint(known), max(rated.get(each, 0) for each in ids)

    team = max(line.teams.values(), key=weight)
    return replace(team, officers=_helped_in_place(team, known=known))


def _helped_in_place(team: DemoTeam, *, known: Collection[int]) -> tuple[Serving, ...]:
    """Return a team's officers with one who has an account in the place of who is helped."""
    others = [each for each in team.officers if each.person_id not in known]
    own = [each for each in team.officers if each.person_id in known]
    return (*others[: HELPED - 1], *own, *others[HELPED - 1 :])
