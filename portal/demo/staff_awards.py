"""Awards of the made-up city: two of the year before, one published for this year.

Of the year before one has its winner, and of the other the finalists stand before the jury today.
Everything goes the way that people's own acts go; where the day of the year is too early for
them, nothing of it is made.
"""

from datetime import date

from sqlalchemy.orm import Session

from portal.demo.staff_juries import judge_all, judge_so_far, judged_in
from portal.demo.staff_schemes import (
    IDEA,
    AwardDays,
    act_on_scheme,
    days_of,
    days_of_open_jury,
    nominate_one,
    publish_scheme,
)
from portal.demo.superiors import DemoLine, DemoTeam
from portal.evaluation.awards import scheme_service
from portal.evaluation.recognition import award_service, winner_service
from portal.evaluation.recognition.domain import Consent
from portal.evaluation.recognition.queries import awards_of
from portal.storage.texts.key_file import Vault

NOMINEES = 3


def add_awards(
    session: Session, vault: Vault, *, line: DemoLine, shown: DemoTeam, today: date
) -> int | None:
    """Publish this year's scheme and bring that of the year before to its winner; commits.

    :param shown: the team whose year before was made and is closed.
    :returns: the number of the scheme with the winner; None where nobody won yet.
    """
    publish_scheme(session, line, shown=shown, days=days_of(today.year))
    before, days = today.year - 1, days_of(today.year - 1)
    if today <= days.decided:
        return None
    scheme_id = publish_scheme(session, line, shown=shown, days=days)
    _nominate(session, vault, scheme_id=scheme_id, shown=shown, days=days)
    judge_all(session, vault, scheme_id=scheme_id, days=days, year=before)
    _decide(session, vault, scheme_id=scheme_id, line=line, shown=shown, on=days.decided)
    return scheme_id


def add_open_jury(
    session: Session, vault: Vault, *, line: DemoLine, shown: DemoTeam, today: date
) -> int | None:
    """Bring another scheme of the year before to its jury, which is at work today; commits.

    :param shown: the team whose year before was made and is closed.
    :returns: its number; None where the day of the year is too early.
    """
    before = today.year - 1
    days = days_of_open_jury(before, today=today)
    if days is None:
        return None
    scheme_id = publish_scheme(session, line, shown=shown, days=days, title=IDEA)
    _nominate(session, vault, scheme_id=scheme_id, shown=shown, days=days)
    judge_so_far(session, vault, scheme_id=scheme_id, days=days, year=before)
    return scheme_id


def _nominate(
    session: Session, vault: Vault, *, scheme_id: int, shown: DemoTeam, days: AwardDays
) -> None:
    """Open the nominations and let the head nominate some of the team."""
    scheme_service.open_nominations(session, act_on_scheme(session, scheme_id, on=days.opened))
    ids = [shown.superior_id, *(each.person_id for each in shown.officers)][:NOMINEES]
    for person in ids:
        nominate_one(
            session, vault, scheme_id=scheme_id, person=person, head=shown.head_id, on=days.opened
        )


def _decide(
    session: Session, vault: Vault, *, scheme_id: int, line: DemoLine, shown: DemoTeam, on: date
) -> None:
    """Let the mayor give the award to the first who was judged, who is named and certified."""
    winners = [
        award_service.Winner(1, each.person_id, shown.agency.id, vault.lock("Nilai juri."))
        for each in judged_in(session, scheme_id)[:1]
    ]
    act = act_on_scheme(session, scheme_id, on=on)
    award_service.decide(session, act, winners=winners, decider_id=line.mayor_id)
    for each in awards_of(session, scheme_id):
        winner_service.say_consent(
            session, each.id, person_id=each.person_id, consent=Consent(name=True), today=on
        )
    award_service.announce(session, act_on_scheme(session, scheme_id, on=on), agencies={})
    for each in awards_of(session, scheme_id):
        winner_service.issue_certificate(
            session, each.id, person_id=each.person_id, vault=vault, today=on
        )
