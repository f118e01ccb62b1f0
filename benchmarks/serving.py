"""Serves an app with the portal's own gunicorn settings, and reads what its processes use."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers import free_port, is_listening, process, wait_until

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "deploy" / "gunicorn.conf.py"
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class ServedPortal:
    """A running app: where it answers, and the process id of gunicorn's master."""

    port: int
    pid: int

    def processes(self) -> list[int]:
        """Return the master and its workers."""
        return [self.pid, *children(self.pid)]

    def cpu_seconds(self) -> float:
        """Return what master and workers have used of the processor since they started."""
        return sum(map(cpu_seconds, self.processes()))

    def pss_megabytes(self) -> float:
        """Return their memory, what they share counted once (proportional set size)."""
        return sum(map(pss_kilobytes, self.processes())) / 1024


def children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in text.split()]


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user, system = int(fields[11]), int(fields[12])
    return (user + system) / TICKS_A_SECOND


def pss_kilobytes(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise RuntimeError("the kernel reports no PSS")


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment without an operator's settings, and ``variables``."""
    plain = {name: text for name, text in os.environ.items() if not name.startswith("PORTAL_")}
    return {**plain, **variables}


@contextmanager
def served(
    app: str, *, variables: Mapping[str, str], log: Path, workers: int = 1, threads: int = 6
) -> Iterator[ServedPortal]:
    """Serve ``app`` (``module:name``) with gunicorn while the block runs."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", str(CONFIG)]
    command += ["--workers", str(workers), "--threads", str(threads), app]
    environ = environment({**variables, "PORT": str(port)})
    with process(command, log=log, cwd=ROOT, env=environ) as running:

        def is_up() -> bool:
            if running.poll() is not None:
                raise RuntimeError(f"{app} did not start:\n{log.read_text()}")
            return is_listening(port) and len(children(running.pid)) == workers

        wait_until(is_up, what=f"a start of {app}")
        yield ServedPortal(port=port, pid=running.pid)


def flask(*words: str, variables: Mapping[str, str]) -> str:
    """Run a command of ``flask`` and return what it says."""
    result = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *words],
        cwd=ROOT,
        env=environment(variables),
        check=False,
        capture_output=True,
        text=True,
    )
    if result.returncode:
        raise RuntimeError(f"flask {' '.join(words)} failed:\n{result.stdout}{result.stderr}")
    return result.stdout
