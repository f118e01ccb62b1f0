"""State machines as tables: what is not listed is refused, and the refusal names both states."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

Named = TypeVar("Named", bound=StrEnum)


class TransitionRefused(ValueError):
    """A thing cannot go from its state to the one asked for.

    :ivar thing: which machine refused.
    :ivar old: the state it is in.
    :ivar new: the state asked for.
    """

    def __init__(self, thing: str, *, old: StrEnum, new: StrEnum, because: str = "") -> None:
        why = f": {because}" if because else ""
        super().__init__(f"{thing}: {old.value} cannot become {new.value}{why}")
        self.thing = thing
        self.old = old
        self.new = new


@dataclass(frozen=True, slots=True)
class StateMachine(Generic[Named]):
    """Every allowed transition of one thing.

    :ivar thing: its name in messages and audit entries.
    :ivar first: the state it begins in.
    :ivar allowed: the states that each state may become; every state is a key.
    :ivar with_reason: transitions that stand only with a reason.
    :ivar after_deadline: transitions that skip a step, once the step's deadline is over.
    """

    thing: str
    first: Named
    allowed: Mapping[Named, frozenset[Named]]
    with_reason: frozenset[tuple[Named, Named]] = field(default_factory=frozenset)
    after_deadline: frozenset[tuple[Named, Named]] = field(default_factory=frozenset)

    def moved(
        self, old: Named, *, to: Named, reason: str = "", is_deadline_over: bool = False
    ) -> Named:
        """Return ``to`` when the thing may go there from ``old``.

        :param reason: needed where ``with_reason`` says so; blanks alone are none.
        :param is_deadline_over: of the step that is skipped, where ``after_deadline`` says so.
        :raises TransitionRefused: for a transition that is not listed, without its reason, or
            before the deadline of the step that it skips.
        """
        if to not in self.allowed[old]:
            raise TransitionRefused(self.thing, old=old, new=to)
        if (old, to) in self.with_reason and not reason.strip():
            raise TransitionRefused(self.thing, old=old, new=to, because="a reason is needed")
        if (old, to) in self.after_deadline and not is_deadline_over:
            raise TransitionRefused(self.thing, old=old, new=to, because="the deadline still runs")
        return to

    def ends(self) -> frozenset[Named]:
        """Return the states that nothing leads out of."""
        return frozenset(state for state, after in self.allowed.items() if not after)
