"""What a place is called where its neighbours are not on the same page: one full name."""

SEPARATOR = ", "


def full_name(*parts: str) -> str:
    """Return the name of a place with those of the places that it is in, from inside out.

    A place that carries the name of the next one already ("Loket 1 Puskesmas Melati" in
    "Puskesmas Melati") does not say it twice. Empty parts are left out.
    """
    said: list[str] = []
    for part in filter(None, parts):
        if not said or _words(part) not in _words(said[-1]):
            said.append(part)
    return SEPARATOR.join(said)


def _words(name: str) -> str:
    return f" {' '.join(name.casefold().split())} "
