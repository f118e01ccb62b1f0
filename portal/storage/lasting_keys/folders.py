"""Whether a key may be made in a folder: packages that store keys there register a check."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

FolderCheck = Callable[[Session, Path], None]
_checks: list[FolderCheck] = []


class FolderNotOurs(RuntimeError):
    """The folder of keys is missing, or another one: no key is made in it."""


def before_a_first_key(check: FolderCheck) -> FolderCheck:
    """Let ``check`` be asked before a first key is made; it raises ``FolderNotOurs`` or returns."""
    _checks.append(check)
    return check


def require_own_folder(session: Session, folder: Path) -> None:
    """Let a first key be made in the folder.

    :raises FolderNotOurs: when somebody who knows the folder says that it is not this database's.
    """
    for check in _checks:
        check(session, folder)
