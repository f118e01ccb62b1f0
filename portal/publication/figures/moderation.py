"""Comments that moderators decided alike, before a release makes numbers of them."""

from dataclasses import dataclass

from portal.publication.figures.documents import ModerationOutcome


@dataclass(frozen=True, slots=True)
class Moderated:
    """Comments of one agency that were decided alike in a month; ``reason`` only if withheld."""

    agency_id: int
    outcome: ModerationOutcome
    reason: str | None
    comments: int
