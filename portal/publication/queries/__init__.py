"""Every SELECT on what is published, prepared and recorded."""

from portal.publication.queries.published import (
    NOTHING_YET,
    PublishedDocument,
    StoredDocument,
    documents_of_month,
    every_document,
    published,
    published_addresses,
    published_periods,
    release_marker,
)
from portal.publication.queries.releases import (
    DraftDocumentInBrief,
    LedgerLine,
    ReleaseInBrief,
    draft_documents,
    last_ledger_line,
    latest_month,
    ledger_lines,
    release_in_brief,
    releases,
)

__all__ = [
    "NOTHING_YET",
    "DraftDocumentInBrief",
    "LedgerLine",
    "PublishedDocument",
    "ReleaseInBrief",
    "StoredDocument",
    "documents_of_month",
    "draft_documents",
    "every_document",
    "last_ledger_line",
    "latest_month",
    "ledger_lines",
    "published",
    "published_addresses",
    "published_periods",
    "release_in_brief",
    "release_marker",
    "releases",
]
