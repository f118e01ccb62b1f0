"""The caller's network as a pseudonym whose key is destroyed at midnight."""

import hashlib
import hmac
import ipaddress

from portal.time import clock
from portal.web.day_keys import DayKeys

IPV4_PREFIX_BITS = 24
IPV6_PREFIX_BITS = 56


def network_of(address: str) -> str:
    """Return the /24 (IPv4) or /56 (IPv6) prefix of ``address``; all unknown text is one group."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    mapped = getattr(parsed, "ipv4_mapped", None)
    parsed = mapped or parsed
    bits = IPV4_PREFIX_BITS if parsed.version == 4 else IPV6_PREFIX_BITS
    return str(ipaddress.ip_network((parsed, bits), strict=False))


def pseudonym(key: bytes, *parts: str) -> str:
    """Return the keyed hash of ``parts`` as 32 hexadecimal characters."""
    text = "\x1f".join(parts).encode()
    return hmac.new(key, text, hashlib.sha256).hexdigest()[:32]


def client_key(day_keys: DayKeys, address: str | None) -> str:
    """Return the pseudonym of the network of ``address`` for today."""
    return pseudonym(day_keys.current(clock.now()), "network", network_of(address or ""))
