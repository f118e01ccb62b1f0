"""Printable posters: what is on one, and how it is drawn as a PDF."""

from portal.organisation.domain.printing import UnprintableText
from portal.organisation.posters.drawing import Paper, poster_pdf
from portal.organisation.posters.sheet import PosterSheet, poster_sheet

__all__ = ["Paper", "PosterSheet", "UnprintableText", "poster_pdf", "poster_sheet"]
