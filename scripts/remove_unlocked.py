"""Removes from the environment that runs this whatever a lock file does not name.

The installer that pip is only adds: a package that has left the lock would stay.
"""

import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

# What an environment is born with.
BORN_WITH = frozenset({"pip", "setuptools", "wheel"})


def plain_name(name: str) -> str:
    """Return a package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked_names(lock: str) -> set[str]:
    """Return the names of the packages a lock file pins."""
    return {plain_name(name) for name in re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", lock, re.M)}


def main(lock: Path) -> None:
    """Remove what ``lock`` does not name."""
    present = {plain_name(each.metadata["Name"]) for each in distributions()}
    surplus = present - locked_names(lock.read_text()) - BORN_WITH
    if surplus:
        command = [sys.executable, "-m", "pip", "uninstall", "-q", "-y", *sorted(surplus)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
