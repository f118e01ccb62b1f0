"""Confirmation of a correction: the new document, its seal, the names then."""

from portal.evaluation.corrections.blueprint import Corrected
from portal.evaluation.corrections.corrected_document import Signed, corrected_document
from portal.evaluation.corrections.domain import Correction
from portal.evaluation.corrections.service import Confirming
from portal.organisation.people import queries as people
from portal.web.extensions import db, record_act, today, vault

SEALED = "appraisal.correction"


def confirming_of(found: Corrected, one: Correction) -> Confirming:
    """Return what is signed by the one who stands above."""
    ids = {one.person_id, one.appraiser_id, found.viewer_id or 0}
    persons = people.persons(db.session(), ids)
    signed = Signed(
        found.viewer_id or 0,
        today(),
        vault().unlock(one.reason),
        {each.id: each.name for each in persons.values()},
    )
    return Confirming(
        found.year,
        write=lambda held: corrected_document(found.document, held, signed=signed),
        rules_version=int(found.document["rules"]["version"]),
        seal=lambda digest, number: record_act(
            SEALED, f"appraisal:{found.year.id}", digest=digest.hex(), number=number
        ),
    )


def names_in(found: Corrected) -> dict[str, str]:
    """Return the names of everybody in the corrections: as they were, else as they are."""
    ids = {found.substitute_id, *(each.proposed_by for each in found.corrections)}
    ids |= {each.agreed_by for each in found.corrections}
    now = people.persons(db.session(), {each for each in ids if each is not None})
    return {**{str(each.id): each.name for each in now.values()}, **found.document["names"]}
