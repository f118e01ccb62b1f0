"""Activities on the first screen: for the person, and for who looks at them."""

from dataclasses import dataclass

from portal.evaluation.plans.overview import AroundViewer
from portal.evaluation.work import queries
from portal.evaluation.work.blueprint import work_days
from portal.storage.joint_reading import Asking


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


def work_on_screen(around: AroundViewer) -> Asking[WorkOnScreen]:
    """Ask for what waits; the number of queries does not grow with the people."""
    known = around.known
    days = work_days(around.cycle)
    found = yield from queries.ask_open_activities(around.person_id, about=known)
    waiting = tuple(
        WaitingPerson(
            each,
            known[each].name,
            waiting=sum(sent.values()),
            overdue=sum(count for day, count in sent.items() if days.is_overdue(day)),
        )
        for each, sent in sorted(found.sent.items(), key=lambda line: known[line[0]].name)
    )
    return WorkOnScreen(found.returned, found.drafts, waiting, bool(known), days.look_days)
