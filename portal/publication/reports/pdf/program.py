"""A separate program: reads one pickled report, writes its PDF and ends, which frees its memory."""

import pickle
import sys

from portal.publication.reports.pdf.drawing import report_pdf
from portal.storage.confining import Bounds, confine

MEBIBYTE = 2**20
# A report takes half a second, 300 MiB of address space (130 of them used) and 120 kB.
BOUNDS = Bounds(cpu_seconds=20, memory_bytes=512 * MEBIBYTE, output_bytes=32 * MEBIBYTE)


def main() -> None:
    """Draw the report that the calling process writes to standard input."""
    report = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own calling process
    sys.stdout.buffer.write(report_pdf(report))


if __name__ == "__main__":
    confine(BOUNDS)
    main()
