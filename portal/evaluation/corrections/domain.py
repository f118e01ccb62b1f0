"""A correction as it stands, and who may do what comes next."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.evaluation.rules.states import CorrectionState, YearlyState

# States of a result in which a value may be corrected; under objection it is the decider's.
CORRECTABLE = (YearlyState.DELIVERED, YearlyState.RECEIVED, YearlyState.FINAL)
OPEN = (CorrectionState.PROPOSED, CorrectionState.AGREED)


@dataclass(frozen=True, slots=True)
class Wrong:
    """Which value of a document is a typing error, and what it should be.

    :ivar indicator_key: with ``period``, whose realisation it is.
    :ivar was: as it stands in the document, in the unit of the target.
    :ivar value: as it should be.
    """

    indicator_key: int
    period: int
    was: Decimal
    value: Decimal

    @property
    def indicator(self) -> str:
        """How a document names the indicator."""
        return f"i{self.indicator_key}"


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction of one value of one result.

    :ivar about: number of the document that it corrects.
    :ivar appraiser_id: who confirmed the result, or who stands for them once they left.
    :ivar decider_id: the appraiser's superior; None where nobody stands above.
    :ivar reason: still encrypted, as ``end_reason``.
    """

    id: int
    evaluation_id: int
    person_id: int
    appraiser_id: int
    decider_id: int | None
    about: int
    state: CorrectionState
    revision: int
    wrong: Wrong
    reason: bytes
    proposed_by: int
    proposed_on: date
    agreed_by: int | None
    agreed_on: date | None
    confirmed_by: int | None
    ended_by: int | None
    end_reason: bytes | None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in OPEN

    @property
    def other_side(self) -> int:
        """Who has to agree: the side that did not propose it."""
        sides = {self.person_id, self.appraiser_id} - {self.proposed_by}
        return sides.pop()

    def is_above(self, viewer_id: int | None) -> bool:
        """Return whether somebody is the one who confirms it in the end."""
        return viewer_id is not None and viewer_id == self.decider_id

    def may_agree(self, viewer_id: int | None) -> bool:
        """Return whether somebody agrees that it is a typing error."""
        return self.state is CorrectionState.PROPOSED and viewer_id == self.other_side

    def may_confirm(self, viewer_id: int | None) -> bool:
        """Return whether somebody confirms what both sides agreed."""
        return self.state is CorrectionState.AGREED and self.is_above(viewer_id)

    def may_refuse(self, viewer_id: int | None) -> bool:
        """Return whether somebody says, with a reason, that it is no typing error."""
        return self.may_agree(viewer_id) or self.may_confirm(viewer_id)

    def may_withdraw(self, viewer_id: int | None) -> bool:
        """Return whether somebody takes the own proposal back."""
        return self.is_open and viewer_id == self.proposed_by
