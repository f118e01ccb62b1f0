"""Every SELECT on what is published, prepared and recorded."""

from portal.publication.queries.earlier import (
    EarlierPublication,
    ResultsFileInBrief,
    earlier_by_address,
    earlier_publications,
    results_files,
)
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
    "EarlierPublication",
    "LedgerLine",
    "PublishedDocument",
    "ReleaseInBrief",
    "ResultsFileInBrief",
    "StoredDocument",
    "documents_of_month",
    "draft_documents",
    "earlier_by_address",
    "earlier_publications",
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
    "results_files",
]
