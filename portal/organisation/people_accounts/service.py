"""Makes accounts for people with a record, each with a one-time link, all or none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.accounts.administration import service as accounts
from portal.accounts.audit_log.service import Actor
from portal.accounts.links.service import Issued
from portal.accounts.staff.list_queries import taken_identities
from portal.organisation.people.queries import persons_by_number
from portal.organisation.people.service import TieAsked, ask_to_tie
from portal.organisation.people_accounts.domain import Candidate, Wanted, next_people
from portal.organisation.people_accounts.mail_plan import Addressed, MailPlan, plan_mail
from portal.organisation.people_accounts.mail_rows import read_mail_file
from portal.organisation.people_accounts.queries import candidates
from portal.organisation.places.service import begin_change
from portal.storage.database import end_read


class MadeMeanwhile(ValueError):
    """Somebody else made one of the accounts a moment ago; nothing is changed."""


@dataclass(frozen=True, slots=True)
class MadeLink:
    """Whose link it is, and the link; its token is known to nobody else."""

    person: Candidate
    link: Issued


@dataclass(frozen=True, slots=True)
class LettersAsked:
    """Of which agency letters are asked for, and whose."""

    agency_id: int
    wanted: Wanted


def make_letters(
    session: Session, asked: LettersAsked, *, by: Actor, now: datetime, today: date
) -> Sequence[MadeLink]:
    """Make the links of an agency's next people, and accounts where they have none; commits.

    Who they are is looked up in the same transaction, so that two who ask at once get letters
    of different people.

    :raises MadeMeanwhile: when somebody else made one of the accounts.
    """
    begin_change(session)
    people = next_people(
        candidates(session, on=today), agency_id=asked.agency_id, wanted=asked.wanted
    )
    if asked.wanted is Wanted.NEW:
        commands = [_command(each, agency_id=asked.agency_id) for each in people]
        invited = _invited(session, commands, by=by, now=now)
    else:
        account_ids = [each.account_id for each in people if each.account_id is not None]
        invited = accounts.new_links(session, account_ids, by=by, now=now)
    session.commit()
    return [MadeLink(each, made.link) for each, made in zip(people, invited, strict=True)]


def preview_mail(session: Session, content: bytes, *, today: date) -> MailPlan:
    """Return who a file would invite, with the rows that are refused; changes nothing."""
    end_read(session)
    file = read_mail_file(content)
    known = persons_by_number(session, {row.number for row in file.rows})
    people = {each.person_id: each for each in candidates(session, on=today)}
    found = {number: people[person] for number, person in known.items() if person in people}
    return plan_mail(file, found, taken=taken_identities(session))


def invite_by_mail(
    session: Session,
    addressed: Sequence[Addressed],
    *,
    write: Callable[[str, Issued], object],
    by: Actor,
    now: datetime,
) -> None:
    """Make accounts that sign in by e-mail and number; commits.

    Another person ties each to its record: a file says alone whose address it is.

    :param write: keeps the letter to an address within this transaction.
    :raises MadeMeanwhile: when somebody else made one of the accounts.
    """
    commands = [
        _command(each.person, agency_id=each.agency_id, email=each.email) for each in addressed
    ]
    invited = _invited(session, commands, by=by, now=now)
    for each, made in zip(addressed, invited, strict=True):
        write(each.email, made.link)
        asked = TieAsked(each.person.person_id, made.account_id, each.email)
        ask_to_tie(session, asked, by=by, now=now)
    session.commit()


def _invited(
    session: Session, commands: Sequence[accounts.Invite], *, by: Actor, now: datetime
) -> Sequence[accounts.Invited]:
    try:
        return accounts.invite_many(session, commands, by=by, now=now)
    except accounts.IdentityTaken as error:
        raise MadeMeanwhile from error


def _command(person: Candidate, *, agency_id: int, email: str | None = None) -> accounts.Invite:
    """Return the invitation; a letter goes by the number on record, mail to what a file says."""
    return accounts.officer_invite(
        person.name,
        officer_id=person.person_id if email is None else None,
        staff_number=person.number,
        agency_id=agency_id,
        email=email,
    )
