"""A year's revision as texts by address, ready to be published."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.publication.figures.figures import Reason
from portal.publication.revising.deciding import decide
from portal.publication.revising.drafting import bodies_of, left_out_in, revised_in
from portal.publication.revising.inputs import RevisionInputs


@dataclass(frozen=True, slots=True)
class RevisionDraft:
    """The documents of a revision as JSON, by address, and the places it is about."""

    bodies: Mapping[str, str]
    revised: tuple[str, ...]
    left_out: Mapping[str, Reason]


def build_revision(inputs: RevisionInputs) -> RevisionDraft:
    """Build every document of a year's revision.

    :raises portal.publication.revising.deciding.CannotProtect: when the audit is not satisfied.
    """
    candidates = decide(inputs)
    revised = tuple(each.address for each in revised_in(candidates))
    bodies = bodies_of(inputs, candidates)
    return RevisionDraft(bodies, revised, left_out_in(candidates))
