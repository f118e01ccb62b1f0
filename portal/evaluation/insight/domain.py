"""Signs and notes to look again, as values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.evaluation.rules.states import LookAgainState


class SignalKind(StrEnum):
    """What was noticed in an appraiser's forms."""

    LENIENCY = "leniency"
    SEVERITY = "severity"
    SAMENESS = "sameness"
    RUSH = "rush"
    COPIED = "copied"
    RECENCY = "recency"
    COLLEAGUES = "colleagues"
    CITIZENS = "citizens"
    AFTER_REPORT = "after_report"
    SOFT_TARGETS = "soft_targets"
    LOWER_TARGET = "lower_target"


class SignalGroup(StrEnum):
    """What others than the appraiser read of a sign: never which source differs from which."""

    SPREAD = "spread"
    FORMS = "forms"
    MATERIAL = "material"
    TARGETS = "targets"
    OTHER = "other"


# About all people of an appraiser; the others are about one person.
OF_TEAM = (
    SignalKind.LENIENCY,
    SignalKind.SEVERITY,
    SignalKind.SAMENESS,
    SignalKind.RUSH,
)
# Colleagues, citizens and who reported something stand together, so that none is given away.
GROUP_OF = {
    SignalKind.LENIENCY: SignalGroup.SPREAD,
    SignalKind.SEVERITY: SignalGroup.SPREAD,
    SignalKind.SAMENESS: SignalGroup.SPREAD,
    SignalKind.RUSH: SignalGroup.FORMS,
    SignalKind.COPIED: SignalGroup.FORMS,
    SignalKind.RECENCY: SignalGroup.MATERIAL,
    SignalKind.SOFT_TARGETS: SignalGroup.TARGETS,
    SignalKind.LOWER_TARGET: SignalGroup.TARGETS,
    SignalKind.COLLEAGUES: SignalGroup.OTHER,
    SignalKind.CITIZENS: SignalGroup.OTHER,
    SignalKind.AFTER_REPORT: SignalGroup.OTHER,
}
ANSWERED = (LookAgainState.KEPT, LookAgainState.CHANGED)


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that was noticed.

    :ivar person_id: whom it is about, with the plan; None for all people of the appraiser.
    """

    kind: SignalKind
    appraiser_id: int
    person_id: int | None = None
    plan_id: int | None = None


@dataclass(frozen=True, slots=True)
class LookAgainNote:
    """A note "please look again", as it stands.

    :ivar seen_on: the last day on which the sign was found.
    :ivar answer: the reason, still encrypted.
    """

    id: int
    cycle_id: int
    sign: Sign
    state: LookAgainState
    revision: int
    opened_on: date
    seen_on: date
    answered_by: int | None
    answered_on: date | None
    answer: bytes | None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state is LookAgainState.OPEN

    @property
    def group(self) -> SignalGroup:
        """What others than the appraiser read."""
        return GROUP_OF[self.sign.kind]

    @property
    def is_still_seen(self) -> bool:
        """Whether the sign was found again after it was answered with a change."""
        is_changed = self.state is LookAgainState.CHANGED
        return is_changed and self.answered_on is not None and self.seen_on > self.answered_on
