"""The lot of an award, and the jury drawn by it: nobody can steer what everybody can draw again."""

from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256


class NumbersUnclear(ValueError):
    """Numbers of nominees that cannot be told apart: one twice, or with a line break."""


def jury_order(seed: str, places: Sequence[int]) -> tuple[int, ...]:
    """Return the places on the published list of jurors in the order in which they are asked.

    The lot of ``juri-`` and the place decides, so that everybody can draw again what was drawn.

    :param places: numbers on the list, each once.
    """
    return tuple(sorted(places, key=lambda place: lot(seed, f"juri-{place}")))


def next_juror(
    order: Sequence[int],
    *,
    agencies: Mapping[int, int],
    seated: Collection[int],
    barred: Collection[int],
) -> int | None:
    """Return who joins the jury next, or None where nobody is left.

    :param order: of ``jury_order``.
    :param agencies: where each place of the list works; without one nobody joins.
    :param seated: places of those who sit on the jury; their agencies are represented.
    :param barred: places of those who stepped out, have a conflict, or left.
    """
    represented = {agencies[place] for place in seated}
    for place in order:
        if place in seated or place in barred or place not in agencies:
            continue
        if agencies[place] not in represented:
            return place
    return None


def lot(seed: str, number: str) -> str:
    """Return the SHA-256 of seed, colon and number in hexadecimal; the lowest wins.

    Numbers are frozen before the seed exists: in the other order whoever gives out the numbers
    can choose the winner.
    """
    return sha256(f"{seed}:{number}".encode()).hexdigest()


def numbers_digest(numbers: Sequence[str]) -> str:
    """Return the SHA-256 of all nominees' numbers, one a line, sorted, in hexadecimal.

    :raises NumbersUnclear: when a number appears twice or holds a line break.
    """
    if len(set(numbers)) != len(numbers) or any(len(text.splitlines()) != 1 for text in numbers):
        raise NumbersUnclear("numbers are not told apart")
    return sha256("\n".join(sorted(numbers)).encode()).hexdigest()
