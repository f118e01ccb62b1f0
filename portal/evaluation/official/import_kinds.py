"""Kinds of files on the page of imports; features above register their own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, current_app

from portal.evaluation.official import plan_service
from portal.evaluation.official.merging import Outcome
from portal.storage.spreadsheets.table import Columns, RowFault

KINDS = "official_imports"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file would change or did change, as a page shows it.

    :ivar plans: what becomes of each plan; none for other kinds of file.
    :ivar left: plans that were not come to yet.
    """

    counts: Mapping[Outcome, int]
    faults: Sequence[RowFault]
    plans: Sequence[plan_service.PreviewedPlan] = ()
    left: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.counts.get(Outcome.NEW) or self.counts.get(Outcome.CHANGED))

    def shown(self, most: int) -> Sequence[Any]:
        """Return the first plans that change."""
        changing = [each for each in self.plans if each.outcome in {Outcome.NEW, Outcome.CHANGED}]
        return changing[:most]


@dataclass(frozen=True, slots=True)
class FileToSee:
    """A file that is looked at, or taken in.

    :ivar meanings: which column a heading stands for, before what everybody's headings mean.
    :ivar agency_id: whose people it may concern; None for the whole city.
    """

    content: bytes
    meanings: Mapping[str, str]
    agency_id: int | None
    is_to_write: bool


@dataclass(frozen=True, slots=True)
class ImportKind:
    """A kind of file that is taken in.

    :ivar label: what it holds, as people choose it.
    :ivar remembered_as: under which name headings of an agency are remembered.
    :ivar template: gives a workbook to begin with.
    """

    label: Any
    columns: Columns
    remembered_as: str
    template: Callable[[], bytes]
    see: Callable[[FileToSee], Seen]


def add_import_kind(app: Flask, name: str, *, kind: ImportKind) -> None:
    """Offer a kind of file on the page of imports."""
    app.extensions.setdefault(KINDS, {})[name] = kind


def import_kinds() -> Mapping[str, ImportKind]:
    """Return every kind of file by its name, in the order in which they are offered."""
    return cast(Mapping[str, ImportKind], current_app.extensions[KINDS])


def stored_as(kind: str) -> str:
    """Return under which name headings of a kind of file are remembered.

    :raises KeyError: when there is no such kind.
    """
    return import_kinds()[kind].remembered_as
