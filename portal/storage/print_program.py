"""Runs a program of the portal's own that draws a PDF, so that its memory is gone afterwards."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

from portal.settings import PREFIX

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SECONDS = 30
# Each further thread would reserve address space, which is bounded.
ONE_THREAD = {"RAYON_NUM_THREADS": "1"}


class PrintingFailed(RuntimeError):
    """The program that draws did not finish; the text holds nothing of what was to be drawn."""


def run_printer(content: object, *, program: str) -> bytes:
    """Return what a program writes that gets ``content`` and knows no settings or keys.

    :param content: a frozen value of the portal's own; it is pickled.
    :param program: the module to run.
    :raises PrintingFailed: when it fails or takes longer than half a minute.
    """
    environment = {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}
    environment |= ONE_THREAD
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            [sys.executable, "-m", program],
            input=pickle.dumps(content),
            capture_output=True,
            cwd=ROOT,
            env=environment,
            timeout=LONGEST_SECONDS,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise PrintingFailed(type(error).__name__) from error
    return done.stdout
