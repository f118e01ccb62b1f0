"""Context of releases: the operator's settings, and the packages beside publication."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from sqlalchemy.orm import Session

from portal.complaints.comments.queries import decided_comments
from portal.complaints.intake.kinds import TextDecision
from portal.publication.figures.documents import ModerationOutcome
from portal.publication.figures.moderation import Moderated
from portal.publication.releases.gathering import ReleaseContext
from portal.settings import Settings
from portal.survey.elements import rules_of_operator
from portal.time.months import Month, first_day, month_after

SHOWN: Mapping[TextDecision, ModerationOutcome] = MappingProxyType(
    {
        TextDecision.PUBLISHED: ModerationOutcome.PUBLISHED,
        TextDecision.REDACTED: ModerationOutcome.SHORTENED,
    }
)


def circumstances_of(settings: Settings) -> ReleaseContext:
    """Return a release's circumstances."""
    return ReleaseContext(
        city_name=settings.city_name,
        is_demo=settings.demo,
        rules=rules_of_operator(settings.not_experienced),
        moderated=moderated_in,
    )


def moderated_in(session: Session, period: Month) -> Iterator[Moderated]:
    """Give what was decided about comments of ratings within a month.

    What a moderator keeps internal is withheld for that reason, whatever else was noted.
    """
    decided = decided_comments(
        session, first=first_day(period), before=first_day(month_after(period))
    )
    for each in decided:
        outcome = SHOWN.get(each.decision, ModerationOutcome.WITHHELD)
        reason = None
        if outcome is ModerationOutcome.WITHHELD:
            is_internal = each.decision is TextDecision.INTERNAL
            reason = str(TextDecision.INTERNAL if is_internal else each.reason)
        yield Moderated(each.agency_id, outcome, reason, each.comments)
