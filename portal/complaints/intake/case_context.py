"""What every use case of complaints needs: the key of texts, the day and the deadlines."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from portal.complaints.intake.kinds import Promises, State, promised_on
from portal.organisation.calendar.queries import working_days_around
from portal.settings import Settings
from portal.storage.texts.key_file import Vault
from portal.time.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class CaseContext:
    """The day on which something is done, with the key and the calendar it needs.

    :param today: the date in the city's time zone.
    :param calendar: the working days around ``today``.
    """

    vault: Vault
    today: date
    calendar: WorkingDays = field(default_factory=WorkingDays)
    promises: Promises = field(default_factory=Promises)

    def promise(self, state: State) -> date | None:
        """Return the day by which the next step is due when ``state`` begins today."""
        return promised_on(state, self.today, promises=self.promises, calendar=self.calendar)


def case_context_of(
    session: Session, settings: Settings, *, vault: Vault, today: date
) -> CaseContext:
    """Return the context of the day ``today`` with the operator's deadlines and the calendar."""
    promises = Promises(
        verify_days=settings.complaint_verify_days,
        answer_days=settings.complaint_answer_days,
        response_days=settings.complaint_response_days,
    )
    calendar = working_days_around(session, today)
    return CaseContext(vault=vault, today=today, calendar=calendar, promises=promises)
