"""The form of a signed objection."""

from datetime import date

from portal.evaluation.objections.forms import ClaimForm
from portal.evaluation.on_paper.forms import SignedPaperForm


class SignedObjectionForm(SignedPaperForm, ClaimForm):
    """A signed objection with what it says, in the fields of the person's own form."""

    #: Last day to object, inclusive.
    until: date | None = None

    def says_enough(self) -> bool:
        """Return whether it gives a reason, and why it is late where the paper's day is late."""
        day, until = self.signed_on.data, self.until
        return not self.asks_for_reason(is_late=bool(day and until and day > until))
