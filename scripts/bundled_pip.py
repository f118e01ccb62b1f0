"""Runs pip in the environment of the Python that runs this: its own, else the one Python brings.

Python comes with a wheel of pip, for ``python -m venv`` to install. It runs as well without being
installed, which saves the seconds that this takes.
"""

import runpy
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path


def wheel_that_python_brings() -> Path | None:
    """Return the wheel of pip inside Python, or where its distribution keeps it; else None."""
    found = find_spec("ensurepip")
    folders = [Path(found.origin).parent / "_bundled"] if found and found.origin else []
    if distribution := sysconfig.get_config_var("WHEEL_PKG_DIR"):
        folders.append(Path(distribution))
    return next((each for folder in folders for each in folder.glob("pip-*.whl")), None)


def main() -> None:
    """Hand over to pip, with the arguments as they are."""
    if find_spec("pip") is None:
        wheel = wheel_that_python_brings()
        if wheel is None:
            sys.exit(
                "Python's venv module is missing; on Debian or Ubuntu: apt install python3-venv"
            )
        sys.path.insert(0, str(wheel))
    runpy.run_module("pip", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
