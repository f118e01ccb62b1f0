"""A program of its own: reads one pickled report, writes its PDF, and is gone with its memory."""

import pickle
import sys

from portal.publication.report.pdf.drawing import report_pdf


def main() -> None:
    """Draw the report that the calling process hands over on standard input."""
    report = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own calling process
    sys.stdout.buffer.write(report_pdf(report))


if __name__ == "__main__":
    main()
