"""An authenticator app of the tests: its own few lines of RFC 6238, not the portal's."""

import base64
import hashlib
import hmac
import struct


def app_code(typed_secret: str, at: float) -> str:
    """Return the six digits an app shows at ``at`` (seconds since 1970) for a typed secret."""
    key = base64.b32decode(typed_secret.replace("-", ""))
    mac = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    start = mac[-1] & 15
    number = struct.unpack(">I", mac[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
