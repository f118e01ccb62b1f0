"""A separate program: reads pickled forms, writes their PDF and ends, which frees its memory."""

import pickle
import sys

from portal.evaluation.official_forms.pdf_drawing import forms_pdf
from portal.storage.confining import Bounds, confine

MEBIBYTE = 2**20
BOUNDS = Bounds(cpu_seconds=25, memory_bytes=768 * MEBIBYTE, output_bytes=32 * MEBIBYTE)


def main() -> None:
    """Draw the forms that the calling process writes to standard input."""
    forms = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own calling process
    sys.stdout.buffer.write(forms_pdf(forms))


if __name__ == "__main__":
    confine(BOUNDS)
    main()
