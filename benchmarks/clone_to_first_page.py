"""How long it takes from a clone to the first page with figures, and to the last month after it.

The clone gets an environment of its own; packages come from the installers' caches, as on a
machine that has installed them before.
"""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path

from benchmarks.context import Context, Unavailable
from benchmarks.ratio import Ratio
from benchmarks.serving import ROOT, environment
from tests.servers import free_port, wait_until

FIRST_PAGE_SECONDS = 30
LONGEST_SECONDS = 900
# The Python below the environment that measures, as a newcomer has it.
PYTHON = f"{sys.base_prefix}/bin/python3"
WAITING = "Belum ada angka"
IN_PROGRESS = "Riwayat kota contoh"


def measure(context: Context) -> list[Ratio]:
    """Clone, start, and wait for the city's page; then set up a second environment with pip."""
    clone = context.new_folder("clone")
    _git("clone", "-q", str(ROOT), str(clone))
    port = free_port()
    began = time.perf_counter()
    with (clone.parent / "make-run.log").open("w") as log:
        running = subprocess.Popen(
            ["make", "run", f"PYTHON={PYTHON}"],
            cwd=clone,
            env=_environment(port),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            seconds = _waited(running, port, began=began)
        finally:
            os.killpg(running.pid, signal.SIGINT)
            running.wait()
    set_up = (clone / "build" / "chart.made").stat().st_mtime
    set_up -= (clone / "Makefile").stat().st_mtime
    return [
        Ratio(
            "from a clone to the first page with figures, packages cached",
            seconds["page"],
            FIRST_PAGE_SECONDS,
            unit="s",
            detail={"set-up s": round(set_up, 1), "load at the end": _load()},
        ),
        Ratio("until the last of the months is out beside it", seconds["months"], unit="s"),
        *_environments(context, clone),
    ]


def _git(*words: str) -> None:
    try:
        subprocess.run(["git", *words], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Unavailable("it needs git and a checkout") from error


def _environment(port: int) -> dict[str, str]:
    """Return a newcomer's environment: nothing of this project, nothing of this environment."""
    plain = environment({"PORT": str(port)})
    ours = str(Path(sys.prefix) / "bin")
    path = os.pathsep.join(each for each in plain["PATH"].split(os.pathsep) if each != ours)
    return {**plain, "PATH": path, "VENV": ".venv"}


def _waited(running: "subprocess.Popen[bytes]", port: int, *, began: float) -> dict[str, float]:
    """Return after how many seconds the page had figures, and after how many all months."""

    def shows(*, without: tuple[str, ...]) -> bool:
        if running.poll() is not None:
            raise RuntimeError("make run ended by itself")
        page = _page(port)
        return page is not None and not any(words in page for words in without)

    found = {}
    for name, without in (("page", (WAITING,)), ("months", (WAITING, IN_PROGRESS))):
        is_shown = partial(shows, without=without)
        wait_until(is_shown, what=name, seconds=LONGEST_SECONDS)
        found[name] = time.perf_counter() - began
    return found


def _page(port: int) -> str | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
            return str(answer.read().decode())
    except (urllib.error.URLError, ConnectionError):
        return None


def _load() -> float:
    return round(os.getloadavg()[0], 1)


def _environments(context: Context, clone: Path) -> list[Ratio]:
    """Measure an environment from the locks with uv, and with pip where uv cannot be had."""
    found = []
    for way in ("uv", "pip"):
        folder = context.new_folder(way) / "venv"
        if way == "pip":
            # A lock of uv that nothing fulfils: pip has to do it.
            (clone / "requirements-uv.txt").write_text(f"uv==0 --hash=sha256:{'0' * 64}\n")
        began = time.perf_counter()
        subprocess.run([PYTHON, "-m", "venv", "--without-pip", str(folder)], check=True)
        subprocess.run(
            ["bash", "scripts/install_locked", str(folder), "requirements.txt"],
            cwd=clone,
            check=True,
            capture_output=True,
        )
        seconds = time.perf_counter() - began
        found.append(Ratio(f"an environment to run in, with {way}", seconds, unit="s"))
    return found
