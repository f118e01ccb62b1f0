"""Which staff forms are kept when their sender is no longer signed in, and for how long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

KEPT_FOR = timedelta(hours=12)
MOST_OF_A_BROWSER = 5
MOST_CHARACTERS = 60_000
# Never kept: proofs, and what belongs to the page that was shown.
NEVER_KEPT = frozenset({"password", "code", "csrf_token", "next"})


@dataclass(frozen=True, slots=True)
class TypedForm:
    """A form as it was sent: its address and its fields in order."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def kept_hours(self) -> int:
        """For how many hours it is kept, as its page says."""
        return KEPT_FOR // timedelta(hours=1)

    @property
    def texts(self) -> list[str]:
        """What the person typed as text, to be shown again."""
        return [value for _, value in self.fields if len(value.split()) > 1]


def typed_form(path: str, fields: Iterable[tuple[str, str]]) -> TypedForm | None:
    """Return what is worth keeping of a form, or None when nothing was typed or it is too long."""
    kept = tuple((name, value) for name, value in fields if name not in NEVER_KEPT)
    characters = sum(len(name) + len(value) for name, value in kept)
    if not any(value.strip() for _, value in kept) or characters > MOST_CHARACTERS:
        return None
    return TypedForm(path, kept)
