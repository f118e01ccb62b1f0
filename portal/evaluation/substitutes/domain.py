"""Who needs a substitute above the appraiser, and who may be drawn, as pure questions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.evaluation.substitutes.in_line import below, ever_above
from portal.organisation.people.domain import ChangeState
from portal.organisation.people.reporting_lines import ReportingLine
from portal.organisation.people.standing import StandingKind, StandingOnDay

# Agency and unit; None for the agency itself.
Place = tuple[int, int | None]
# For whom a substitute is drawn. An appraiser is named, never drawn.
DRAWN_FOR = frozenset({StandingKind.APPRAISERS_SUPERIOR, StandingKind.DECIDER})


class LotBar(StrEnum):
    """A fact on record for which somebody who was drawn does not stand; there is no other."""

    CLOSE = "close"
    IN_LINE = "in_line"
    #: Away on the first day, or without an account to sign in with.
    UNABLE = "unable"


@dataclass(frozen=True, slots=True)
class Lot:
    """Who was drawn for a person, out of how many, and what came of it.

    :ivar starts_on: the first day on which the substitute holds, once confirmed.
    :ivar bars: the facts for which it was declined or ended.
    """

    person_id: int
    holder_id: int
    pool_size: int
    drawn_on: date
    starts_on: date
    state: ChangeState
    bars: tuple[LotBar, ...] = ()


@dataclass(frozen=True, slots=True)
class LotBasis:
    """What is known of everybody on the day on which a substitute would begin.

    :ivar lines: all of the city, of every day.
    :ivar heads: what each head of a unit or an agency heads.
    :ivar able: who has an account and is not away on the day.
    :ivar places: where each person serves who needs a substitute.
    """

    on: date
    standing: StandingOnDay
    lines: Sequence[ReportingLine]
    heads: Mapping[int, frozenset[Place]]
    able: Collection[int]
    places: Mapping[int, frozenset[Place]]

    def pool_of(self, person: int, *, refused: Collection[int] = ()) -> tuple[int, ...]:
        """Return who may be drawn for a person: heads of other units from outside the line.

        Nobody who ever stood above the person, nobody below, nobody close to the person or to
        the appraiser, nobody who cannot sign in or is away on the day, nobody who was drawn in
        vain.

        Source: staff evaluation paper, sections 8 and 9.9.
        """
        own = self.places.get(person, frozenset())
        heads = {head for head, places in self.heads.items() if not places <= own}
        left = (heads & set(self.able)) - {person, *refused} - self._line_of(person)
        return tuple(sorted(each for each in left if self._is_outside(each, person=person)))

    def bars_of(self, person: int, *, holder: int) -> tuple[LotBar, ...]:
        """Return the facts on record for which somebody does not stand for a person."""
        is_close = self._is_close(holder, person=person)
        may_act = is_close or self.standing.may_act(holder, about=person)
        found = {
            LotBar.CLOSE: is_close,
            LotBar.IN_LINE: holder in self._line_of(person) or not may_act,
            LotBar.UNABLE: holder not in self.able,
        }
        return tuple(bar for bar, is_found in found.items() if is_found)

    def _line_of(self, person: int) -> frozenset[int]:
        under = below(self.lines, person, first=self.on, last=self.on)
        return ever_above(self.lines, person) | under

    def _is_outside(self, holder: int, *, person: int) -> bool:
        is_close = self._is_close(holder, person=person)
        return self.standing.may_act(holder, about=person) and not is_close

    def _is_close(self, holder: int, *, person: int) -> bool:
        superior = self.standing.superior_of(person)
        return any(self.standing.is_conflicted(holder, one) for one in (person, superior or person))


def who_lacks(
    people: Iterable[int], *, standing: StandingOnDay, lots: Sequence[Lot], able: Collection[int]
) -> tuple[int, ...]:
    """Return who has a superior, and nobody above who looks and decides.

    Who was drawn and cannot sign in any more is nobody. Of a lot that waits to be confirmed
    nothing is drawn again.

    :param lots: of the cycle.
    """
    waiting = {each.person_id for each in lots if each.state is ChangeState.WAITING}
    in_vain = {
        (each.person_id, each.holder_id)
        for each in lots
        if each.state is ChangeState.CONFIRMED and each.holder_id not in able
    }
    return tuple(
        each
        for each in people
        if each not in waiting
        and standing.superior_of(each) is not None
        and (
            standing.lacks(each) & DRAWN_FOR
            or (each, standing.appraisers_superior_of(each)) in in_vain
        )
    )
