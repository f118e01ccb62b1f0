"""How a process that repeats its work is told to end: by signals, however many come at once."""

import os
import select
import signal
from contextlib import suppress
from typing import ClassVar, Self


class StopSignals:
    """Ends waiting when SIGTERM or SIGINT has arrived, also while something else was done.

    A signal writes a byte into a pipe. An event of the threading module is no substitute: a
    second signal while the first is noted would wait for itself for ever.

    As a context, it is what ``stop_was_asked`` looks at.
    """

    _current: ClassVar["StopSignals | None"] = None

    def __init__(self) -> None:
        """Take both signals over."""
        self._arrived, self._noted = os.pipe()
        os.set_blocking(self._noted, False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note)

    def __enter__(self) -> Self:
        """Let long work ask whether it should end."""
        StopSignals._current = self
        return self

    def __exit__(self, *_: object) -> None:
        """Let work run to its end again."""
        StopSignals._current = None

    def _note(self, *_: object) -> None:
        with suppress(BlockingIOError):  # full: more than enough have arrived
            os.write(self._noted, b".")

    def within(self, seconds: float) -> bool:
        """Wait so long at the most; return whether it is time to end."""
        return bool(select.select([self._arrived], [], [], seconds)[0])


def stop_was_asked() -> bool:
    """Return whether work that is repeated should end at the next step that loses nothing."""
    current = StopSignals._current
    return current is not None and current.within(0)
