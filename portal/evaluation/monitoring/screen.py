"""What of monitoring stands on the first screen: who looks instead of the superior."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.evaluation.plans.overview import AroundViewer
from portal.organisation.people import delegation
from portal.organisation.people import queries as people


@dataclass(frozen=True, slots=True)
class InsteadOfSuperior:
    """Who looks at the viewer's own work instead of the superior, from first to last day."""

    name: str
    days: delegation.Delegation


@dataclass(frozen=True, slots=True)
class MonitoringOnScreen:
    """What a viewer sees of monitoring first.

    :ivar has_people: whether the viewer follows anybody.
    """

    instead: Sequence[InsteadOfSuperior]
    has_people: bool


def monitoring_on_screen(session: Session, around: AroundViewer) -> MonitoringOnScreen:
    """Return what is shown; the number of queries does not grow with the people."""
    return MonitoringOnScreen(_instead(session, around), bool(around.names))


def _instead(session: Session, around: AroundViewer) -> Sequence[InsteadOfSuperior]:
    on = around.standing.on
    superior = around.standing.superior_of(around.person_id)
    if superior is None:
        return ()
    held = delegation.delegations_of(session, superior, today=on)
    others = [
        each for each in held if around.standing.may_act(each.delegate_id, about=around.person_id)
    ]
    names = people.persons(session, {each.delegate_id for each in others}) if others else {}
    return [InsteadOfSuperior(names[each.delegate_id].name, each) for each in others]
