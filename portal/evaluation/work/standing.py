"""Who reads somebody's work, who looks at it, and whose work somebody looks at."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.plans.domain import READERS
from portal.evaluation.plans.standing import first_day_without_post
from portal.evaluation.work.domain import DayCheck, DayFault, WorkDays
from portal.organisation.people import queries as people
from portal.organisation.people.standing import StandingKind

# Who accepts, returns and rejects: the superior, whoever stands in, whoever was asked to.
LOOKERS = frozenset({StandingKind.APPRAISER, StandingKind.STAND_IN, StandingKind.DELEGATE})


@dataclass(frozen=True, slots=True)
class Watch:
    """What a viewer is to the person whose work is shown.

    :ivar viewer_id: None for an account without a person.
    """

    person_id: int
    viewer_id: int | None
    kinds: frozenset[StandingKind]
    is_auditor: bool

    @property
    def is_person(self) -> bool:
        """Whether it is the own work."""
        return StandingKind.PERSON in self.kinds

    @property
    def may_read(self) -> bool:
        """Whether the viewer reads what was sent."""
        return self.is_auditor or not self.kinds.isdisjoint(READERS)

    @property
    def may_decide(self) -> bool:
        """Whether the viewer accepts, returns and rejects."""
        return not self.kinds.isdisjoint(LOOKERS)


def watch_of(
    session: Session, person_id: int, *, viewer_id: int | None, on: date, is_auditor: bool
) -> Watch:
    """Return what somebody is to a person on a day; of nobody an auditor reads nothing."""
    is_auditor = is_auditor and people.person(session, person_id) is not None
    if viewer_id is None:
        return Watch(person_id, None, frozenset(), is_auditor)
    standing = people.standing_on(session, on, person_ids={person_id, viewer_id})
    kinds = standing.kinds(viewer_id, about=person_id)
    return Watch(person_id, viewer_id, kinds, is_auditor)


def people_looked_after(session: Session, viewer_id: int, *, on: date) -> frozenset[int]:
    """Return the people whose work somebody looks at on a day: the own, and as a delegate."""
    standing = people.standing_of_superior(session, on, superior_id=viewer_id)
    return frozenset({*standing.people_of(viewer_id), *standing.delegated_to(viewer_id)})


def day_check(session: Session, person_id: int, *, days: WorkDays) -> DayCheck:
    """Return the function that says why a person's work of a day cannot be entered."""

    def fault_of(day: date) -> DayFault | None:
        found = days.fault_of(day)
        if found is not None:
            return found
        gap = first_day_without_post(session, person_id, starts_on=day, ends_on=day)
        return None if gap is None else DayFault.NO_POST

    return fault_of
