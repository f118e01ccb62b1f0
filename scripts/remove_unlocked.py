"""Removes from the environment that runs this whatever a lock file does not name.

The installer that pip is only adds: a package that has left the lock would stay.
"""

import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

# What making an environment may put into it.
MADE_WITH = frozenset({"pip", "setuptools", "wheel"})


def plain_name(name: str) -> str:
    """Return a package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked_names(lock: str) -> set[str]:
    """Return the names of the packages a lock file pins."""
    return {plain_name(name) for name in re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", lock, re.M)}


def main(lock: Path) -> None:
    """Remove what ``lock`` does not name."""
    present = {plain_name(each.metadata["Name"]) for each in distributions()}
    surplus = present - locked_names(lock.read_text()) - MADE_WITH
    if surplus:
        pip = [sys.executable, str(Path(__file__).with_name("bundled_pip.py"))]
        subprocess.run([*pip, "uninstall", "-q", "-y", *sorted(surplus)], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
