"""Monitoring on the first screen: what waits, and who was not spoken with."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.evaluation.cycles.domain import Period
from portal.evaluation.monitoring import queries
from portal.evaluation.plans.overview import AroundViewer
from portal.organisation.people import delegation
from portal.organisation.people.asked_queries import ask_persons
from portal.organisation.people.domain import Person
from portal.storage.joint_reading import Asking, side_by_side


@dataclass(frozen=True, slots=True)
class InsteadOfSuperior:
    """Who looks at the viewer's own work instead of the superior, from first to last day."""

    name: str
    days: delegation.Delegation


@dataclass(frozen=True, slots=True)
class MonitoringOnScreen:
    """What a viewer sees of monitoring first.

    :ivar unread: notes about the viewer that the viewer has not read.
    :ivar unread_of: people whose own notes wait for the viewer, by name.
    :ivar to_confirm: people in whose dialogues the other side waits for the viewer, by name;
        the viewer among them for the own.
    :ivar period: of today; None outside the cycle.
    :ivar not_spoken: of the viewer's people, by name: nobody talked with them in the period.
    :ivar has_people: whether the viewer follows anybody.
    """

    person_id: int
    instead: Sequence[InsteadOfSuperior]
    unread: int
    unread_of: Sequence[Person]
    to_confirm: Sequence[int]
    period: Period | None
    not_spoken: Sequence[Person]
    names: Sequence[Person]

    @property
    def waiting(self) -> int:
        """How many notes and dialogues wait; whom nobody has spoken with is no count of these."""
        return self.unread + len(self.unread_of) + len(self.to_confirm)

    @property
    def has_people(self) -> bool:
        """Whether the viewer follows anybody."""
        return bool(self.names)


def monitoring_on_screen(around: AroundViewer) -> Asking[MonitoringOnScreen]:
    """Ask for what is shown; the number of queries does not grow with the people."""
    on, viewer = around.standing.on, around.person_id
    names = around.appraised
    period = None if around.cycle is None else around.cycle.period_of(on)
    since = on if period is None else period.starts_on
    lines, unread, instead = yield from side_by_side(
        queries.ask_dialogue_lines({*names, viewer}, since=since),
        queries.ask_unread_notes(viewer, person_ids=list(names)),
        _ask_instead(around),
    )
    spoken = {each.person_id for each in lines if each.was_held_since(since)}
    waiting = {each.person_id for each in lines if each.waits_for(viewer)}
    return MonitoringOnScreen(
        viewer,
        instead,
        unread.get(viewer, 0),
        [each for number, each in names.items() if number in unread],
        sorted(waiting),
        period,
        [each for number, each in names.items() if number not in spoken] if period else (),
        list(names.values()),
    )


def _ask_instead(around: AroundViewer) -> Asking[Sequence[InsteadOfSuperior]]:
    on = around.standing.on
    superior = around.standing.superior_of(around.person_id)
    if superior is None:
        return ()
    held = yield from delegation.ask_delegations(superior, today=on)
    others = [
        each for each in held if around.standing.may_act(each.delegate_id, about=around.person_id)
    ]
    if not others:
        return ()
    names = yield from ask_persons({each.delegate_id for each in others})
    return [InsteadOfSuperior(names[each.delegate_id].name, each) for each in others]
