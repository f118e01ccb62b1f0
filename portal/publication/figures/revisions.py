"""Documents of a yearly revision; they stand beside the months, which stay."""

from dataclasses import dataclass
from datetime import date

from portal.publication.figures.documents import SCHEMA_VERSION, Exclusion, Place, ReleaseStamp
from portal.publication.figures.figures import Figure, Method, Reason
from portal.time.months import MONTHS_A_YEAR, MonthRange

# P6: with fewer ratings added or taken out, a place keeps its figures.
LEAST_CHANGED = 10
FOLDER = "revisions"


def revision_address(year: int) -> str:
    """Return where the revision of a year is published: ``revisions/<year>``."""
    return f"{FOLDER}/{year}"


def revised_address(year: int, address: str) -> str:
    """Return where the revised figures of the place at ``address`` are published."""
    return f"{revision_address(year)}/{address}"


def figures_address(year: int) -> str:
    """Return where all figures of a revision are published as one table."""
    return revised_address(year, "figures")


def year_span(year: int) -> MonthRange:
    """Return January to December of a year."""
    return MonthRange(f"{year:04d}-01", f"{year:04d}-{MONTHS_A_YEAR}")


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a year is revised: what changed, and what the operator says about it, if anything.

    ``exclusions`` were decided after their month was published, in time for the revision.
    """

    has_paper: bool
    exclusions: tuple[Exclusion, ...]
    reason: str | None = None
    decided_by: str | None = None


@dataclass(frozen=True, slots=True)
class RevisedFigures:
    """A place's figures of a whole year with everything that arrived since.

    ``headline`` and ``open`` are those of the monthly releases, less what was taken out;
    ``paper`` stands beside them and is never added up with either. None where there is none.
    """

    place: Place
    headline: Figure
    open: Figure | None
    paper: Figure | None


@dataclass(frozen=True, slots=True)
class RevisedDocument:
    """The revised figures of one place in one year; its months stay as they were published."""

    release: ReleaseStamp
    year: int
    published_on: date
    parents: tuple[Place, ...]
    figures: RevisedFigures
    cause: Cause
    method: Method | None
    version: int = SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class LeftOutPlace:
    """A place where enough changed, but whose revised figures cannot be shown."""

    place: Place
    reason: Reason


@dataclass(frozen=True, slots=True)
class RevisionDocument:
    """The revision of a year: every place that was revised, or would be but for its reason."""

    release: ReleaseStamp
    year: int
    published_on: date
    cause: Cause
    places: tuple[RevisedFigures, ...]
    left_out: tuple[LeftOutPlace, ...]
    method: Method | None
    version: int = SCHEMA_VERSION
