"""Bring a stored thing from one state into another and keep what happened, in every feature."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from sqlalchemy.orm import Session

from portal.evaluation.rules.states import StateMachine, TransitionRefused

Named = TypeVar("Named", bound=StrEnum)


class HasState(Protocol):
    """A row with a state."""

    state: Any


@dataclass(frozen=True, slots=True)
class Happening:
    """Who brings something into another state, when and why.

    :ivar person_id: None for the portal itself.
    :ivar reason: encrypted; None where none was given.
    :ivar is_deadline_over: of the step that is skipped.
    """

    at: datetime
    person_id: int | None
    reason: bytes | None = None
    is_deadline_over: bool = False

    @property
    def columns(self) -> dict[str, Any]:
        """Columns of the row that keeps what happened."""
        told = {} if self.reason is None else {"reason": self.reason}
        return {"happened_at": self.at, "person_id": self.person_id, **told}


def bring(
    session: Session,
    row: HasState,
    *,
    machine: StateMachine[Named],
    to: Named,
    happening: Happening,
    event: Callable[..., object],
) -> None:
    """Bring a row into a state and keep what happened, within the caller's transaction.

    :param event: makes the row that keeps it, of the columns ``old``, ``new`` and those of
        ``happening``.
    :raises TransitionRefused: for a transition that is not listed, or without its reason; the
        transaction is undone.
    """
    old = type(to)(row.state)
    reason = "given" if happening.reason else ""
    try:
        row.state = machine.moved(
            old, to=to, reason=reason, is_deadline_over=happening.is_deadline_over
        )
    except TransitionRefused:
        session.rollback()
        raise
    session.add(event(old=old, new=to, **happening.columns))
    session.flush()
