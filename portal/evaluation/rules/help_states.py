"""States of what helps: measures of a unit, development plans, good cases."""

from enum import StrEnum


class UnitMeasureState(StrEnum):
    """A measure for a weak point that five or more people of a unit share."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CHECKED = "checked"


class DevelopmentPlanState(StrEnum):
    """A development plan: written by the person, agreed to by the superior."""

    DRAFT = "draft"
    SENT = "sent"
    AGREED = "agreed"
    CLOSED = "closed"


class GoodCaseState(StrEnum):
    """A good case: nothing of it is public before its person and the office agree."""

    PROPOSED = "proposed"
    CONSENTED = "consented"
    PUBLISHED = "published"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
