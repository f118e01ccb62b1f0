"""A good case as it stands, and who may do what with it."""

from dataclasses import dataclass
from datetime import date

from portal.evaluation.development.domain import Sides
from portal.evaluation.rules.help_states import GoodCaseState

# An agency with fewer people is not said: it would be a giveaway.
LEAST_TO_SAY_AGENCY = 20
OPEN = frozenset({GoodCaseState.PROPOSED, GoodCaseState.CONSENTED, GoodCaseState.PUBLISHED})


@dataclass(frozen=True, slots=True)
class GoodCase:
    """A good case; texts are encrypted.

    :ivar person_id: whose work it is about; this person consents, and takes it back.
    :ivar names_agency: whether the public page says the agency; None before it was published.
    :ivar reason: why the office declined it.
    """

    id: int
    person_id: int
    written_by: int
    agency_id: int
    state: GoodCaseState
    revision: int
    title: bytes
    problem: bytes
    done: bytes
    changed: bytes
    made_on: date
    published_on: date | None
    names_agency: bool | None
    reason: bytes | None

    @property
    def year(self) -> int:
        """The year in which it was published, or written while it was not."""
        return (self.published_on or self.made_on).year

    @property
    def texts(self) -> tuple[bytes, ...]:
        """Everything that the public reads of it."""
        return (self.title, self.problem, self.done, self.changed)


@dataclass(frozen=True, slots=True)
class CaseSides:
    """What somebody does about good cases of a person."""

    sides: Sides
    is_office: bool

    @property
    def may_write(self) -> bool:
        """Whether the viewer writes a case: the person, or the appraiser."""
        return self.sides.is_side

    def may_read(self, case: GoodCase) -> bool:
        """Return whether the viewer reads a case; the office not before the person consented."""
        is_theirs = self.sides.is_side or self.sides.is_auditor
        return is_theirs or (self.is_office and case.state is not GoodCaseState.PROPOSED)

    def may_consent(self, case: GoodCase) -> bool:
        """Return whether the viewer says that it may be published without a name."""
        return self.sides.is_person and case.state is GoodCaseState.PROPOSED

    def may_withdraw(self, case: GoodCase) -> bool:
        """Return whether the viewer takes the case back: at any time, by its person alone."""
        return self.sides.is_person and case.state in OPEN

    def may_decide(self, case: GoodCase) -> bool:
        """Return whether the viewer publishes or declines it; never an own case."""
        is_own = self.sides.is_person or self.sides.viewer_id == case.written_by
        return self.is_office and not is_own and case.state is GoodCaseState.CONSENTED
