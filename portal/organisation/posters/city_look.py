"""How the city shows itself in print: one colour, and its coat of arms."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class CityLook:
    """A colour as ``#rrggbb`` and a picture of the kind ``svg`` or ``png``; empty for none."""

    colour: str = ""
    kind: str = ""
    picture: bytes = b""

    def printed(self) -> dict[str, Any]:
        """Return it for ``fitting.typ``; the picture as numbers, since JSON has no bytes."""
        return {"colour": self.colour, "kind": self.kind, "picture": list(self.picture)}


PLAIN_LOOK = CityLook()
