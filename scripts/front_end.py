"""Formats and lints what browsers get: templates with djangofmt, styles and scripts with Biome.

``check`` changes nothing and ends with 1 when something is not as the tools would write it;
``fix`` writes it so. Biome is pinned in package-lock.json and installed below build/ the first
time; djangofmt comes with requirements-dev.txt.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.fetch_chart_script import ROOT, borrowed_npm, npm_install

TOOLS = ROOT / "build" / "front-end"
TEMPLATES = "portal/templates"
LOCK = ROOT / "package-lock.json"


def biome_in(folder: Path) -> Path | None:
    """Return the program below ``folder``, which runs without node; None when it is not there."""
    found = sorted(folder.glob("node_modules/@biomejs/cli-*/biome*"))
    return found[0] if found else None


def biome() -> Path:
    """Return the pinned Biome, installed when the lock has changed since the last time.

    :raises SystemExit: when it cannot be had: a check that was left out must not look passed.
    """
    made, wanted = TOOLS / "made", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    found = biome_in(TOOLS)
    if found and made.is_file() and made.read_text() == wanted:
        return found
    shutil.rmtree(TOOLS, ignore_errors=True)
    TOOLS.mkdir(parents=True)
    _install()
    found = biome_in(TOOLS)
    if found is None:
        raise SystemExit("Biome could not be installed: does the package registry answer?")
    made.write_text(wanted)
    return found


def _install() -> None:
    npm = shutil.which("npm")
    if npm:
        npm_install([npm], TOOLS, leave_out=())
    if biome_in(TOOLS) is None:
        borrowed = borrowed_npm(TOOLS)
        if borrowed:
            npm_install(borrowed, TOOLS, leave_out=())
        # Two hundred megabytes that are not needed again: Biome runs without node.
        shutil.rmtree(TOOLS / "node", ignore_errors=True)


def commands(act: str, names: list[str]) -> list[list[str]]:
    """Return what has to be run.

    :param act: ``check`` or ``fix``.
    :param names: the files to look at; all of them when empty.
    """
    templates = [name for name in names if name.endswith(".html")] if names else [TEMPLATES]
    others = [name for name in names if name.endswith((".css", ".js"))] if names else ["."]
    djangofmt = str(Path(sys.executable).parent / "djangofmt")
    runs = []
    if templates:
        runs.append([djangofmt, "--quiet", *(["--check"] if act == "check" else []), *templates])
        runs.append([djangofmt, "--quiet", "check", *templates])
    if others:
        program = [str(biome()), "check", "--error-on-warnings", "--colors=off"]
        runs.append([*program, *(["--write"] if act == "fix" else []), *others])
    return runs


def main(act: str, *names: str, root: Path = ROOT) -> int:
    """Run the tools in ``root``; 0 when none of them complains."""
    if act not in {"check", "fix"}:
        raise SystemExit("front_end check|fix [FILE ...]")
    worst = max(
        (subprocess.run(run, cwd=root, check=False).returncode for run in commands(act, [*names])),
        default=0,
    )
    if worst:
        # The tool for templates says nothing by itself when it only checks.
        sys.stderr.write("Not as the tools write it: run `make fix`, then look at the rest.\n")
    return worst


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
