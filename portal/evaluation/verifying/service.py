"""Verifies every document of every result: seal, sources, what can be recomputed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.yearly_queries import yearly_with
from portal.evaluation.verifying.compared_queries import (
    Held,
    in_force,
    with_one_before,
    with_tables,
)
from portal.evaluation.verifying.domain import Fault, Field, Json
from portal.evaluation.verifying.kept_queries import KeptDocument, kept_documents
from portal.evaluation.verifying.queries import Unlock
from portal.evaluation.verifying.recomputing import recomputed
from portal.evaluation.verifying.seal_queries import Seal, seals
from portal.storage.texts.key_file import Vault

# What a document that somebody changed may lack, or hold instead.
NOT_WHOLE = (KeyError, TypeError, ValueError, ArithmeticError, IndexError, AttributeError)


@dataclass(slots=True)
class Verified:
    """How many documents were looked at, and how many expired: those are not missing."""

    read: int = 0
    expired: int = 0
    faults: list[Fault] = field(default_factory=list)


def verify_results(session: Session, *, vault: Vault) -> Verified:
    """Return what is found of all documents; nothing is changed."""
    found = Verified()
    sealed = seals(session)
    first: dict[int, Json] = {}
    for kept in kept_documents(session, vault=vault):
        fields = list(unsealed(kept, sealed=sealed))
        if kept.is_expired:
            found.expired += 1
        else:
            found.read += 1
            fields += _read(session, kept, before=first, unlock=opening(vault))
        where = f"result {kept.evaluation_id}, document {kept.number}"
        found.faults += [each.fault(where) for each in fields]
    return found


def unsealed(kept: KeptDocument, *, sealed: Collection[Seal]) -> Iterator[Field]:
    """Compare a digest with the audit log, whose own chain `flask audit verify` proves."""
    digest = kept.digest.hex()
    if (f"appraisal:{kept.evaluation_id}", kept.number, digest) not in sealed:
        yield Field("seal", digest, "in the audit log")


def _read(
    session: Session, kept: KeptDocument, *, before: dict[int, Json], unlock: Unlock
) -> Iterator[Field]:
    """Give what is wrong with a document; ``before`` takes it for the next one of its result."""
    document, year = kept.document, yearly_with(session, kept.evaluation_id)
    if document is None or year is None:
        yield Field("content", "cannot be read", "what was sealed")
        return
    held = Held(session, kept, year, document, unlock)
    yield from held_fields(held, before=before.get(year.id))
    if kept.is_last:
        before.pop(year.id, None)
    else:
        before[year.id] = document


def held_fields(held: Held, *, before: Json | None) -> Iterator[Field]:
    """Give every field of a document that does not agree; one that is not whole is one field."""
    try:
        yield from with_tables(held) if before is None else with_one_before(held, before)
        yield from recomputed(held.document)
        if held.kept.is_last:
            yield from in_force(held)
    except NOT_WHOLE as error:
        yield Field("content", type(error).__name__, "a whole document")


def opening(vault: Vault) -> Unlock:
    """Return what opens texts; None for none."""
    return lambda text: None if text is None else vault.unlock(text)
