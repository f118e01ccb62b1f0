"""Draws PDFs outside the web workers, which would keep the drawing library's memory for good."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

from portal.publication.reports.content import Report
from portal.settings import PREFIX

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = "portal.publication.reports.pdf.program"
LONGEST_SECONDS = 30
# Each further thread would reserve address space, which is bounded.
ONE_THREAD = {"RAYON_NUM_THREADS": "1"}


class PrintingFailed(RuntimeError):
    """The program that draws did not finish; the text holds nothing of the report."""


def printed(report: Report, *, program: str = PROGRAM) -> bytes:
    """Return the report's PDF, drawn by a program of its own that knows no settings or keys.

    :param program: the module to run.
    :raises PrintingFailed: when it fails or takes longer than half a minute.
    """
    environment = {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}
    environment |= ONE_THREAD
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            [sys.executable, "-m", program],
            input=pickle.dumps(report),
            capture_output=True,
            cwd=ROOT,
            env=environment,
            timeout=LONGEST_SECONDS,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise PrintingFailed(type(error).__name__) from error
    return done.stdout
