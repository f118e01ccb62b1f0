"""Which topics the rules of a day suggest for a person's weak points."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.development.finding_queries import findings_of
from portal.evaluation.development.strengths import FindingKind
from portal.evaluation.rules.training import TrainingTrigger
from portal.evaluation.training.domain import Topic
from portal.evaluation.training.queries import topics_for

TRIGGER_OF = {
    FindingKind.INDICATOR: TrainingTrigger.INDICATOR,
    FindingKind.STEP: TrainingTrigger.STEP,
    FindingKind.CITIZENS: TrainingTrigger.CITIZENS,
    FindingKind.CAUSE: TrainingTrigger.SKILL,
}


@dataclass(frozen=True, slots=True)
class RuleSuggestion:
    """What a rule suggests, and why; a person decides whether to suggest it."""

    trigger: TrainingTrigger
    topics: Sequence[Topic]


def suggestions_for(session: Session, person_id: int, *, on: date) -> Sequence[RuleSuggestion]:
    """Return the topics that rules name for a person's weak points, by kind of weak point."""
    weak = findings_of(session, person_id, on=on).weak_kinds
    found = (
        RuleSuggestion(trigger, topics_for(session, trigger, on=on))
        for kind, trigger in TRIGGER_OF.items()
        if kind in weak
    )
    return [each for each in found if each.topics]
