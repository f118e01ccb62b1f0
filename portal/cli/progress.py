"""How far long work is: a bar on a terminal, a plain line at every tenth otherwise."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

TENTHS = 10


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function to call with the amount done and the total, as often as one likes."""
    shown = _Bar(label) if sys.stdout.isatty() else _Lines(label)
    yield shown.update
    shown.finish()


class _Bar:
    """One line that is drawn over again."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._is_drawn = False

    def update(self, done: int, total: int) -> None:
        tenths = TENTHS * done // total if total else TENTHS
        bar = "#" * tenths + "-" * (TENTHS - tenths)
        click.echo(f"\r{self._label}  [{bar}]  {done:,} / {total:,}", nl=False)
        self._is_drawn = True

    def finish(self) -> None:
        if self._is_drawn:
            click.echo()


class _Lines:
    """A line each time another tenth is done."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._tenths = 0

    def update(self, done: int, total: int) -> None:
        tenths = TENTHS * done // total if total else TENTHS
        if tenths > self._tenths:
            self._tenths = tenths
            click.echo(f"{self._label}: {done:,} of {total:,}")

    def finish(self) -> None:
        """Leave the last line as it is."""
