"""What every use case of complaints needs at hand: the vault, the day and the promises."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from portal.complaints.intake.deadlines import Promises, promised_on
from portal.complaints.intake.holidays import holidays_around
from portal.complaints.intake.states import State
from portal.complaints.intake.vault import Vault
from portal.settings import Settings


@dataclass(frozen=True, slots=True)
class CaseContext:
    """The day on which something is done, with the key and the calendar it needs.

    :param today: the date in the city's time zone.
    :param holidays: days that are not working days, around ``today``.
    """

    vault: Vault
    today: date
    holidays: AbstractSet[date] = frozenset()
    promises: Promises = field(default_factory=Promises)

    def promise(self, state: State) -> date | None:
        """Return by when the office owes its next step after coming into ``state`` today."""
        return promised_on(state, self.today, promises=self.promises, holidays=self.holidays)


def case_context_of(
    session: Session, settings: Settings, *, vault: Vault, today: date
) -> CaseContext:
    """Return the office of the day ``today`` with the operator's promises and the holidays."""
    promises = Promises(
        verify_days=settings.complaint_verify_days,
        answer_days=settings.complaint_answer_days,
        response_days=settings.complaint_response_days,
    )
    holidays = holidays_around(session, today)
    return CaseContext(vault=vault, today=today, holidays=holidays, promises=promises)
