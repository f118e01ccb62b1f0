"""Finds what is likely personal data in a text: a hint for a moderator that may be wrong."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class PersonalKind(StrEnum):
    """What a passage likely is."""

    IDENTITY_NUMBER = "identity_number"
    PHONE = "phone"
    EMAIL = "email"
    PLATE = "plate"
    ACCOUNT = "account"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters ``start`` (inclusive) to ``end`` (exclusive) of a text, and what they may be."""

    start: int
    end: int
    kind: PersonalKind


_NIK = re.compile(r"(?<!\d)\d{6}[\s.-]?(\d{2})(\d{2})\d{2}[\s.-]?\d{4}(?!\d)")
_PATTERNS: tuple[tuple[PersonalKind, re.Pattern[str]], ...] = (
    (PersonalKind.EMAIL, re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")),
    (
        PersonalKind.PHONE,
        re.compile(
            r"(?<!\d)(?:\+?62|0)[\s.-]?(?:8\d{1,2}|[2-7]\d{1,2})(?:[\s.-]?\d{3,4}){2,3}(?!\d)"
        ),
    ),
    (
        PersonalKind.PLATE,
        re.compile(r"\b[A-Z]{1,2}[ -]?\d{1,4}[ -]?[A-Z]{1,3}\b"),
    ),
    (
        PersonalKind.ACCOUNT,
        re.compile(r"(?i)\b(?:rek(?:ening)?|no\.? ?rek|account)\b[^\d\n]{0,20}(\d[\d .-]{7,20}\d)"),
    ),
    (
        PersonalKind.NAME,
        re.compile(
            r"\b(?:[Bb]apak|[Pp]ak|[Ii]bu|[Bb]u|[Ss]audara|[Ss]dr\.?i?|[Dd]r\.?|[Ii]r\.?|[Hh]j?\.|"
            r"[Mm]as|[Mm]bak|[Kk]ak)\s+([A-Z][\w'.-]+(?:\s+[A-Z][\w'.-]+){0,3})"
        ),
    ),
)
# In a woman's number 40 is added to the day of birth.
_WOMANS_DAY_OFFSET = 40


def passages(text: str) -> list[Passage]:
    """Return the likely personal passages of ``text`` in order, none overlapping another."""
    found = sorted(_found(text), key=lambda passage: (passage.start, -passage.end))
    kept: list[Passage] = []
    for passage in found:
        if not kept or passage.start >= kept[-1].end:
            kept.append(passage)
    return kept


def redacted(text: str, *, mark: str = "[...]") -> str:
    """Return ``text`` with every likely personal passage replaced by ``mark``."""
    pieces: list[str] = []
    position = 0
    for passage in passages(text):
        pieces += [text[position : passage.start], mark]
        position = passage.end
    return "".join((*pieces, text[position:]))


def _found(text: str) -> Iterator[Passage]:
    for match in _NIK.finditer(text):
        if _has_birth_date(int(match[1]), int(match[2])):
            yield Passage(match.start(), match.end(), PersonalKind.IDENTITY_NUMBER)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            group = 1 if pattern.groups else 0
            yield Passage(match.start(group), match.end(group), kind)


def _has_birth_date(day: int, month: int) -> bool:
    """Return whether the date part of a 16-digit number can be a birth date."""
    born = day - _WOMANS_DAY_OFFSET if day > _WOMANS_DAY_OFFSET else day
    return 1 <= born <= 31 and 1 <= month <= 12
