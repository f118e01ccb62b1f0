"""How often something was refused, by hour and account."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.accounts.refusals.domain import KEPT_FOR, Refusal
from portal.accounts.refusals.models import RefusalCount
from portal.accounts.staff.queries import with_account
from portal.storage.paging import PAGE_SIZE, Page, offset_of
from portal.storage.validity import is_running

OWN_ROWS = 20


@dataclass(frozen=True, slots=True)
class RefusedHour:
    """What was refused to one account within one hour; without a name it is nobody's account."""

    hour: datetime
    account_id: int | None
    name: str
    kind: Refusal
    times: int


def refusals_page(session: Session, *, number: int, now: datetime) -> Page[RefusedHour]:
    """Return page ``number`` (from 1) of the counts that are kept, the newest hour first."""
    kept = is_kept(now)
    total = session.scalar(select(func.count()).select_from(RefusalCount).where(kept)) or 0
    rows = session.execute(
        with_account(select(RefusalCount), RefusalCount.account_number, is_outer=True)
        .where(kept)
        .order_by(RefusalCount.hour.desc(), RefusalCount.account_number, RefusalCount.kind)
        .offset(offset_of(number))
        .limit(PAGE_SIZE)
    )
    return Page([_row(count, account) for count, account in rows], number=number, total=total)


def refusals_of(session: Session, account_id: int, *, now: datetime) -> list[RefusedHour]:
    """Return the newest counts of one account, the newest hour first, at most twenty."""
    rows = session.execute(
        with_account(select(RefusalCount), RefusalCount.account_number)
        .where(RefusalCount.account_number == account_id, is_kept(now))
        .order_by(RefusalCount.hour.desc(), RefusalCount.kind)
        .limit(OWN_ROWS)
    )
    return [_row(count, account) for count, account in rows]


def is_kept(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a count's hour is neither too long ago nor in the future."""
    kept: ColumnElement[bool] = is_running(RefusalCount.hour, lasts=KEPT_FOR, now=now - KEPT_FOR)
    return kept


def _row(count: RefusalCount, account: Any) -> RefusedHour:
    return RefusedHour(
        hour=count.hour,
        account_id=account.id if account else None,
        name=account.name if account else "",
        kind=Refusal(count.kind),
        times=count.times,
    )
