"""Runs one mix in a process of its own and kills it, without mercy, at a named step.

Usage: python -m tests.integration.rating.interrupted_mix URL KEYS_DIR STEP TIME
"""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.rating.mixing import groups
from portal.rating.mixing import writing as parts
from portal.rating.mixing.mix_run import MixStep
from portal.rating.mixing.service import mix_ratings
from portal.storage.database import engine_options
from portal.storage.sealing.keys import KeyStore


def main(url: str, keys: str, *, fatal: MixStep, time: str) -> None:
    groups.CHUNK = 15
    parts.PORTION = 15

    def reached(step: MixStep) -> None:
        if step is fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    engine = create_engine(url, **engine_options(url))
    with Session(engine) as session:
        mix_ratings(
            session,
            KeyStore(Path(keys)),
            now=datetime.fromisoformat(time),
            timezone="Asia/Jakarta",
            reached=reached,
        )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], fatal=MixStep(sys.argv[3]), time=sys.argv[4])
