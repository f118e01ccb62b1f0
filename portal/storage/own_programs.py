"""Runs programs of the portal's own that draw a PDF or look at a file that somebody sent.

They get no settings or keys, and their memory is gone afterwards.
"""

import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from portal.settings import PREFIX

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SECONDS = 30
# Each further thread would reserve address space, which is bounded.
ONE_THREAD = {"RAYON_NUM_THREADS": "1"}


class ProgramFailed(RuntimeError):
    """The program ended with an error or took too long; the text holds nothing of the file."""


class PrintingFailed(RuntimeError):
    """The program that draws did not finish; the text holds nothing of what was to be drawn."""


def run_printer(content: object, *, program: str) -> bytes:
    """Return what a program writes that gets ``content`` and has no settings or keys.

    :param content: a frozen value of the portal's own; it is pickled.
    :param program: the module to run.
    :raises PrintingFailed: when it fails or takes longer than half a minute.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            [sys.executable, "-m", program],
            input=pickle.dumps(content),
            capture_output=True,
            cwd=ROOT,
            env=_environment() | ONE_THREAD,
            timeout=LONGEST_SECONDS,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise PrintingFailed(type(error).__name__) from error
    return done.stdout


def run_reader(
    content: bytes, *, arguments: Sequence[str], seconds: float, output_bytes: int
) -> bytes:
    """Return what a program says of a file that it reads on its standard input.

    :param arguments: the module to run, then its own arguments.
    :param seconds: how long it may take; none or fewer than none are refused at once.
    :param output_bytes: how much is read of what it says; what comes after is lost.
    :raises ProgramFailed: when it ends with an error or takes longer.
    """
    # Files instead of pipes: the kernel bounds what is written, and nobody waits for a reader.
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        source.write(content)
        source.seek(0)
        try:
            subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
                [sys.executable, "-m", *arguments],
                stdin=source,
                stdout=target,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                env=_environment(),
                timeout=max(seconds, 0),
                check=True,
            )
        except subprocess.SubprocessError as error:
            raise ProgramFailed(type(error).__name__) from error
        target.seek(0)
        return target.read(output_bytes)


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}
