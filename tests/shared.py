"""What is dear to build is built once for all processes of a run; each copies it for itself."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def folder_of_the_run(factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all processes of this run of the tests see."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def built_once(root: Path, name: str, build: Callable[[Path], object]) -> Path:
    """Return the folder that ``build`` filled: who comes first builds, whoever comes later waits.

    It belongs to all, so nobody may change it. What a build that failed left is thrown away.
    """
    folder, is_whole = root / name, root / f"{name}.whole"
    with (root / f"{name}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not is_whole.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            build(folder)
            is_whole.touch()
    return folder
