"""Whom the performance office names beside the line: advisers and substitutes."""

from portal.organisation.people.standing import RelationKind

NAMED_RELATIONS = (
    RelationKind.ADVISER,
    RelationKind.SUBSTITUTE_APPRAISER,
    RelationKind.SUBSTITUTE_DECIDER,
)
