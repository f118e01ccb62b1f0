"""Draws sheets of tickets: `python -m` with codes and paper, pickled, on standard input."""

import pickle
import sys

from portal.rating.tickets.sheets import tickets_pdf


def main() -> None:
    """Read what is to be drawn, and write the PDF."""
    codes, paper = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by the portal itself
    *_, drawn = tickets_pdf(codes, paper)
    sys.stdout.buffer.write(drawn)  # type: ignore[arg-type] # the last step is the PDF


if __name__ == "__main__":
    main()
