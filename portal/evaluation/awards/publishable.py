"""Faults that keep the rules of a draft from being published."""

from collections.abc import Iterator, Sequence
from datetime import date

from portal.evaluation.awards.domain import ListedJuror, SchemeFault, SchemeFields
from portal.evaluation.rules.awards import LEAST_LISTED


def publishing_faults(
    fields: SchemeFields, listed: Sequence[ListedJuror], *, today: date
) -> Iterator[SchemeFault]:
    """Return what keeps a draft from being published."""
    agencies = {each.agency_id for each in listed} - {None}
    if not fields.criteria:
        yield SchemeFault.NO_CRITERION
    if len(listed) < LEAST_LISTED:
        yield SchemeFault.FEW_LISTED
    # One more, so that somebody can take the seat of who steps out.
    if len(agencies) <= fields.jurors:
        yield SchemeFault.FEW_AGENCIES
    if today >= date(fields.year, 1, 1):
        yield SchemeFault.YEAR_BEGAN
