"""What of activities waits on the first screen: for the person, and for who looks at them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.evaluation.plans.overview import AroundViewer
from portal.evaluation.work import queries
from portal.evaluation.work.blueprint import work_days
from portal.organisation.people import queries as people
from portal.organisation.people.delegation import delegated_people


@dataclass(frozen=True, slots=True)
class WaitingPerson:
    """How much of one person waits, and how much of it longer than it should."""

    person_id: int
    name: str
    waiting: int
    overdue: int


@dataclass(frozen=True, slots=True)
class WorkOnScreen:
    """What a viewer sees of activities first.

    :ivar returned: of the own ones that wait to be mended.
    :ivar people: whose work waits for the viewer, by name.
    :ivar has_people: whether the viewer looks at anybody's work.
    """

    returned: int
    drafts: int
    people: tuple[WaitingPerson, ...]
    has_people: bool
    look_days: int

    @property
    def waiting(self) -> int:
        """How many activities wait: the own ones to mend, and those of the people."""
        return self.returned + sum(each.waiting for each in self.people)

    @property
    def overdue(self) -> int:
        """How much waits longer than it should: the superior's delay, nobody else's."""
        return sum(each.overdue for each in self.people)


def work_on_screen(session: Session, around: AroundViewer) -> WorkOnScreen:
    """Return what waits; the number of queries does not grow with the people."""
    delegated = delegated_people(session, around.person_id, standing=around.standing)
    about = {*around.names, *delegated}
    found = queries.open_activities(session, around.person_id, about=about)
    days = work_days(around.cycle)
    names = dict(around.names)
    if delegated:
        names |= people.persons(session, delegated)
    waiting = tuple(
        WaitingPerson(
            each,
            names[each].name,
            waiting=sum(sent.values()),
            overdue=sum(count for day, count in sent.items() if days.is_overdue(day)),
        )
        for each, sent in sorted(found.sent.items(), key=lambda line: names[line[0]].name)
    )
    return WorkOnScreen(found.returned, found.drafts, waiting, bool(about), days.look_days)
