"""The interface of a kind of database that can be backed up and restored."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine


class CannotCopy(RuntimeError):
    """The database cannot be copied, or not be put back; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds: the rows of each table by name, and the schema's revision."""

    tables: Mapping[str, int]
    revision: str


class Copies(Protocol):
    """Copies a database into a file and back."""

    #: What the manifest calls this kind of database.
    kind: str
    #: What the copy is called within a backup.
    member: str

    def check(self) -> None:
        """Check before the work that it can be done.

        :raises CannotCopy: when a program or a right is missing.
        """

    def copy_out(self, to: Path) -> Copied:
        """Write one consistent state to the new file ``to`` and return what it holds.

        :raises CannotCopy: when that is not possible.
        """

    def scratch(self, copy: Path, *, tables: Mapping[str, int]) -> AbstractContextManager[Engine]:
        """Give an engine on a scratch database filled from ``copy``; it is gone afterwards.

        :raises CannotCopy: when it cannot be filled, or holds other rows than ``tables`` says.
        """

    def put_back(self, copy: Path, *, tables: Mapping[str, int]) -> None:
        """Replace all that the database holds by ``copy``, whole or not at all.

        :raises CannotCopy: when it holds other rows than ``tables`` says, or cannot be written.
        """
