"""A separate program: reads one pickled report, writes it as .docx and ends."""

import pickle
import sys

from portal.publication.reports.pdf.program import BOUNDS
from portal.publication.reports.pdf.word import report_document
from portal.storage.confining import confine


def main() -> None:
    """Write the report that the calling process writes to standard input."""
    report = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own calling process
    sys.stdout.buffer.write(report_document(report))


if __name__ == "__main__":
    confine(BOUNDS)
    main()
