"""A page that is always the same but for small holes near its end: rendered and packed once.

Drawing thirty-six radio buttons and packing them costs more than everything else of a visit.
So the part before the first hole is packed once, and the rest is put behind it unpacked, in the
way each format has for that: an uncompressed metablock in brotli, a stored block in gzip.
"""

import struct
import zlib
from dataclasses import dataclass

import brotli

RAW_DEFLATE = -15
BEST_DEFLATE = 9
BROTLI_QUALITY = 9
LARGEST_HOLE = 0xFFFF
# Magic number, deflate, no flags, no time, best compression, unknown system (RFC 1952, 2.3).
GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
# The last metablock, empty (RFC 7932, 9.2).
BROTLI_END = b"\x03"


@dataclass(frozen=True, slots=True)
class PageWithPlaceholders:
    """What comes before the first hole, also packed, and what comes after each hole."""

    head: bytes
    after: tuple[bytes, ...]
    brotli_head: bytes
    gzip_head: bytes
    head_checksum: int

    def body(self, *fills: bytes, encoding: str) -> bytes:
        """Return the page with its holes filled in order, as ``encoding`` (br, gzip or identity).

        :raises ValueError: for another number of holes, or more than 65,535 bytes after the
            first.
        """
        pairs = zip(fills, self.after, strict=True)
        rest = b"".join(fill + after for fill, after in pairs)
        if encoding == "br":
            return self.brotli_head + (_uncompressed_metablock(rest) if rest else b"") + BROTLI_END
        if encoding == "gzip":
            checksum = zlib.crc32(rest, self.head_checksum)
            size = (len(self.head) + len(rest)) & 0xFFFFFFFF
            return self.gzip_head + _stored_block(rest) + struct.pack("<II", checksum, size)
        return self.head + rest


def fixed_page(page: str, *, hole: str) -> PageWithPlaceholders:
    """Split ``page`` wherever ``hole`` stands and pack what comes before the first one.

    A page without holes is packed whole.
    """
    before, *after = page.split(hole)
    head = before.encode()
    return PageWithPlaceholders(
        head=head,
        after=tuple(part.encode() for part in after),
        brotli_head=_brotli_head(head),
        gzip_head=GZIP_HEADER + _deflated_head(head),
        head_checksum=zlib.crc32(head),
    )


def _brotli_head(head: bytes) -> bytes:
    """Return ``head`` packed and ended at a whole byte, so that more can follow."""
    packer = brotli.Compressor(quality=BROTLI_QUALITY)
    packed: bytes = packer.process(head) + packer.flush()
    return packed


def _deflated_head(head: bytes) -> bytes:
    packer = zlib.compressobj(BEST_DEFLATE, zlib.DEFLATED, RAW_DEFLATE)
    return packer.compress(head) + packer.flush(zlib.Z_SYNC_FLUSH)


def _uncompressed_metablock(body: bytes) -> bytes:
    """Return ``body`` as brotli's uncompressed metablock (RFC 7932, 9.2).

    Bit 0: not the last; bits 1 and 2: the length has four nibbles; then the length less one
    in 16 bits; bit 19: uncompressed; zeros up to the next byte.
    """
    length = len(body) - 1
    if length >= LARGEST_HOLE:
        raise ValueError("what follows the first hole is too large")
    return (length << 3 | 1 << 19).to_bytes(3, "little") + body


def _stored_block(body: bytes) -> bytes:
    """Return ``body`` as deflate's last, stored block (RFC 1951, 3.2.4)."""
    length = len(body)
    if length > LARGEST_HOLE:
        raise ValueError("what follows the first hole is too large")
    return b"\x01" + struct.pack("<HH", length, length ^ 0xFFFF) + body
