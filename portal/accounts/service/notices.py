"""Notes within a transaction what an account's owner is told once it is committed."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.accounts.domain.notices import NOTICE_OF_ACT, Notice
from portal.accounts.models.account import Account
from portal.storage.database import begin_write
from portal.web.access import Act

TO_TELL = "portal_accounts_to_tell"


@dataclass(frozen=True, slots=True)
class Told:
    """A notice and the e-mail address it goes to."""

    notice: Notice
    email: str


def tell(session: Session, account_id: int, *, notice: Notice) -> None:
    """Let the owner be told with the commit; without an e-mail address nothing is noted."""
    account = session.get(Account, account_id)
    if account is not None and account.email is not None:
        session.info.setdefault(TO_TELL, []).append(Told(notice, account.email))


def tell_now(session: Session, account_id: int, *, notice: Notice) -> None:
    """Let the owner be told although nothing about the account changes."""
    begin_write(session)
    tell(session, account_id, notice=notice)
    session.commit()


def tell_of_act(session: Session, act: Act) -> None:
    """Let the owner of the account that ``act`` is about be told, when it concerns a proof."""
    notice, (kind, _, number) = NOTICE_OF_ACT.get(act.action), act.subject.partition(":")
    if notice is not None and kind == "account":
        tell(session, int(number), notice=notice)


def take_notices(session: Session) -> list[Told]:
    """Return what waits to be told, and forget it."""
    waiting: list[Told] = session.info.pop(TO_TELL, [])
    return waiting
