"""What a code of an agency, unit, service or desk looks like: plain enough for an address."""

import re

CODE_PATTERN = r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?"
_CODE = re.compile(CODE_PATTERN)


def is_code(text: str) -> bool:
    """Return whether ``text`` is 1 to 40 small letters, digits and inner hyphens."""
    return _CODE.fullmatch(text) is not None
