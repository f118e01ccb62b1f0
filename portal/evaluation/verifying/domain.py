"""Faults of a document of a result, and how two sides are compared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.evaluation.appraisals.canonical import plain

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """A field of a document that does not agree with its source.

    :ivar where: the result, the document's number and the field; never a name.
    :ivar said: what the document says; withheld where it is a person's words.
    :ivar expected: what its source says.
    """

    where: str
    said: str
    expected: str

    def __str__(self) -> str:
        return f"{self.where}: {self.said}, but it should be {self.expected}"


@dataclass(frozen=True, slots=True)
class Field:
    """A field that does not agree, within one document."""

    path: str
    said: Any
    expected: Any

    def fault(self, where: str) -> Fault:
        """Return the fault; of long texts only that they differ."""
        return Fault(f"{where}, {self.path}", _words(self.said), _words(self.expected))


def compared(said: Any, expected: Any, *, path: str) -> Iterator[Field]:
    """Give every field in which what a document says differs from what its source says.

    :param expected: as code holds it; it is written as a document would write it.
    """
    yield from _compared(said, plain(expected), path=path)


def _compared(said: Any, expected: Any, *, path: str) -> Iterator[Field]:
    if isinstance(said, dict) and isinstance(expected, dict):
        for key in sorted({*said, *expected}):
            yield from _compared(said.get(key), expected.get(key), path=f"{path}.{key}")
    elif isinstance(said, list) and isinstance(expected, list) and len(said) == len(expected):
        for number, (one, other) in enumerate(zip(said, expected, strict=True)):
            yield from _compared(one, other, path=f"{path}[{number}]")
    elif said != expected:
        yield Field(path, said, expected)


def by_key(rows: Sequence[Json], *names: str) -> dict[str, Json]:
    """Return rows by what names them, so that one more or less is one field."""
    return {":".join(str(row[name]) for name in names): row for row in rows}


def _words(value: Any) -> str:
    """Return a value in few words; texts about a person stand in no list of faults."""
    if isinstance(value, str) and " " in value:
        return "other words"
    if isinstance(value, dict | list):
        return f"{len(value)} entries"
    return "nothing" if value is None else str(value)
