"""How a comment is written into bytes, and whether it fits into a sealed rating."""

import zlib

COMMENT_CHARACTERS = 500
COMMENT_ROOM_BYTES = 953
_RAW_DEFLATE = -15
_BEST_COMPRESSION = 9


class CommentTooLong(ValueError):
    """A comment has more characters, or needs more bytes, than a sealed rating can carry."""


class CommentNotText(ValueError):
    """A comment is empty, or holds characters that no database can store."""


def encoded_comment(text: str) -> tuple[bytes, bool]:
    """Return the bytes of ``text`` and whether they had to be deflated.

    500 characters of Latin script always fit. Scripts and signs of three or four bytes a
    character are deflated, and fit unless nearly every one of 500 characters is another sign;
    nothing is ever cut.

    :param text: 1 to 500 characters.
    :raises CommentTooLong: when it does not fit.
    :raises CommentNotText: when it is empty or holds NUL or a lone surrogate.
    """
    if len(text) > COMMENT_CHARACTERS:
        raise CommentTooLong(f"a comment has {COMMENT_CHARACTERS} characters at the most")
    plain = _plain_bytes(text)
    if len(plain) <= COMMENT_ROOM_BYTES:
        return plain, False
    deflater = zlib.compressobj(_BEST_COMPRESSION, zlib.DEFLATED, _RAW_DEFLATE)
    deflated = deflater.compress(plain) + deflater.flush()
    if len(deflated) > COMMENT_ROOM_BYTES:
        raise CommentTooLong("the comment has too many signs of several bytes")
    return deflated, True


def _plain_bytes(text: str) -> bytes:
    if not text or "\0" in text:
        raise CommentNotText("a comment is text without NUL characters")
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise CommentNotText("a comment holds no lone surrogates") from error


def decoded_comment(encoded: bytes, *, is_deflated: bool) -> str:
    """Return the text that ``encoded_comment`` wrote.

    :raises CommentNotText: for bytes it cannot have written.
    """
    limit = COMMENT_CHARACTERS * 4
    try:
        plain = (
            zlib.decompressobj(_RAW_DEFLATE).decompress(encoded, limit) if is_deflated else encoded
        )
        return plain.decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise CommentNotText("these bytes hold no comment") from error
