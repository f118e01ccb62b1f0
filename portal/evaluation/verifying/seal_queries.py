"""Which documents the audit log says were sealed."""

import json
from collections.abc import Collection

from sqlalchemy.orm import Session

from portal.accounts.audit_log import queries as audit_log

# The result, the document's number and the digest, as the audit log has them.
Seal = tuple[str, int, str]
SEALED_BY = ("appraisal.confirm", "appraisal.objection", "appraisal.correction")


def seals(session: Session) -> Collection[Seal]:
    """Return every digest of a document that the audit log holds."""
    found = set()
    for action in SEALED_BY:
        for each in audit_log.entries(session, audit_log.AuditFilter(action=action)):
            detail = json.loads(each.entry.detail)
            found.add((each.entry.subject, detail["number"], detail["digest"]))
    return found
