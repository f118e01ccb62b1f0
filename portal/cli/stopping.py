"""How a process that repeats its work is told to end: by signals, however many come at once."""

import os
import select
import signal
from contextlib import suppress


class StopSignals:
    """Ends waiting when SIGTERM or SIGINT has arrived, also while something else was done.

    A signal writes a byte into a pipe. An event of the threading module is no substitute: a
    second signal while the first is noted would wait for itself for ever.
    """

    def __init__(self) -> None:
        """Take both signals over."""
        self._arrived, self._noted = os.pipe()
        os.set_blocking(self._noted, False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note)

    def _note(self, *_: object) -> None:
        with suppress(BlockingIOError):  # full: more than enough have arrived
            os.write(self._noted, b".")

    def within(self, seconds: float) -> bool:
        """Wait so long at the most; return whether it is time to end."""
        return bool(select.select([self._arrived], [], [], seconds)[0])
