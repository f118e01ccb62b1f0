"""Readers of the kinds of settings; nothing doubtful is taken for something harmless."""

import base64
import binascii
import ipaddress
import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nacl.exceptions import RuntimeError as SealingFailed
from nacl.public import PublicKey, SealedBox
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "PORTAL_"
HIGHEST_PORT = 65_535
SQLITE = b"SQLite format 3\0"
CHECKOUT = Path(__file__).resolve().parents[1]
# Whatever the portal keeps in a folder, it closes that folder to all others.
SYSTEM = re.compile(
    r"/(boot|dev(/shm)?|etc|home|lib(64)?|opt|proc|root|run|s?bin|srv|sys|tmp"
    r"|usr(/(bin|lib|local|share))?|var(/(cache|lib|log|tmp))?)"
)
# What says that there is none, where an empty text says that nobody decided.
NONE = "-"
KEY_BYTES = 32
SHORTEST_SECRET = 32
LONGEST_TEXT = 80
LONGEST_VALUE = 2000
LONGEST_NUMBER = 9
# A secret of fewer different signs was not drawn by chance.
LEAST_SIGNS = 8
# A name that ends with a number would be an address, and is none (`999.1.1.1`, `0`).
HOST = re.compile(r"(?!-)(?!(.*\.)?\d+$)[a-z0-9_-]{1,63}(\.(?!-)[a-z0-9_-]{1,63})*", re.ASCII)
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
WORD = re.compile(r"[a-z_]{1,40}", re.ASCII)
MAIL_ADDRESS = re.compile(r"[^@\s,;<>]{1,64}@[A-Za-z0-9.-]{1,255}")


class InvalidSetting(ValueError):
    """A setting has a value the portal cannot run with; the text names it and the remedy."""


class SettingReader:
    """Turns the text of environment variables into checked values.

    Every method names the variable without its prefix and raises ``InvalidSetting`` for a value
    that cannot be used. A secret, or an address that may hold one, is never repeated.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def refuse_unknown(self, names: Collection[str]) -> None:
        """Refuse a variable that is none of ``names``: what was meant by it would be left out.

        :raises InvalidSetting: for the first of them; only its name is repeated, not its value.
        """
        given = {each.removeprefix(PREFIX) for each in self._environ if each.startswith(PREFIX)}
        for name in sorted(given - set(names)):
            alike = get_close_matches(name.upper(), names, n=1)
            meant = f"; is {PREFIX}{alike[0]} meant?" if alike else ""
            shown = PREFIX + ascii(name)[1:-1][:LONGEST_TEXT]
            raise InvalidSetting(f"{shown} is no setting{meant or '.'}")

    def text(self, name: str, default: str = "") -> str:
        """Return a value without spaces around it; empty ones are the default."""
        raw = self._environ.get(PREFIX + name, "").strip()
        if len(raw) > LONGEST_VALUE or not raw.isprintable():
            raise self._refusal(name, "must be one short line of printable text")
        return raw or default

    def title(self, name: str, default: str) -> str:
        """Return a text that people read, at most 80 characters."""
        raw = self.text(name, default)
        if len(raw) > LONGEST_TEXT or set(raw) & set("<>{}"):
            raise self._refusal(name, f"must be {LONGEST_TEXT} characters at most, without <>{{}}")
        return raw

    def flag(self, name: str, *, default: bool) -> bool:
        """Return whether a value is 1; only 0 and 1 are taken."""
        return self.choice(name, ("1", "0") if default else ("0", "1")) == "1"

    def count(self, name: str, default: int, *, most: int, least: int = 0) -> int:
        """Return a whole number from ``least`` to ``most``, both included."""
        raw = self.text(name, str(default))
        is_number = raw.isascii() and raw.isdecimal() and len(raw) <= LONGEST_NUMBER
        if not (is_number and least <= int(raw) <= most):
            raise self._refusal(name, f"must be a whole number from {least} to {most}")
        return int(raw)

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        """Return one of ``allowed``, of which the first is the default."""
        raw = self.text(name, allowed[0])
        if raw not in allowed:
            raise self._refusal(name, f"must be one of {', '.join(sorted(allowed))}")
        return raw

    def words(self, name: str) -> tuple[str, ...]:
        """Return words separated by commas or spaces."""
        words = tuple(self.text(name).replace(",", " ").split())
        if not all(map(WORD.fullmatch, words)):
            raise self._refusal(name, "must be words of small letters, separated by commas")
        return words

    def like(self, name: str, *, pattern: re.Pattern[str], why: str) -> str:
        """Return a text of small letters that matches ``pattern``, or an empty one."""
        raw = self.text(name).lower()
        if raw and not pattern.fullmatch(raw):
            raise self._refusal(name, why)
        return raw

    def code(self, name: str) -> str:
        """Return the code of a place, ``NONE`` where there is none, or an empty text."""
        raw = self.text(name)
        if raw and raw != NONE and not CODE.fullmatch(raw):
            raise self._refusal(name, "must be a code such as `inspektorat`, or - for none")
        return raw

    def folder(self, name: str) -> Path | None:
        """Return the absolute path of a folder, or None; what is there must be a folder."""
        raw = self.text(name)
        if not raw:
            return None
        path = Path(raw).absolute()
        if raw.startswith("~") or "://" in raw or not _can_be_folder(path):
            raise self._refusal(name, "must name a folder of its own")
        return path

    def timezone(self, name: str, default: str) -> str:
        """Return the IANA name of a time zone."""
        raw = self.text(name, default)
        try:
            ZoneInfo(raw)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise self._refusal(name, f"is not a known time zone: {raw}") from error
        return raw

    def host(self, name: str, default: str) -> str:
        """Return a host's name or address to listen on."""
        raw = self.text(name, default)
        if not _is_host(raw):
            raise self._refusal(name, "must be an address or a host's name, without a port")
        return raw

    def public_url(self, name: str) -> str:
        """Return the address citizens use, without a slash at its end, or an empty text."""
        raw = self.text(name)
        if not raw:
            return ""
        raw = raw.removesuffix("/")
        parts = self._address(name, raw)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        whole = f"{parts.scheme}://{host}" + ("" if parts.port is None else f":{parts.port}")
        is_known = parts.scheme in {"http", "https"} and "_" not in raw
        if raw != whole or not is_known or not _is_host(parts.hostname or ""):
            raise self._refusal(name, "must be https://HOST and nothing else, in small letters")
        return raw

    def limiter_url(self, name: str) -> str:
        """Return where limits are counted: ``memory://`` or the address of a Redis."""
        raw = self.text(name, "memory://")
        if raw == "memory://":
            return raw
        parts = self._address(name, raw)
        if parts.scheme not in {"redis", "rediss"} or not _is_host(parts.hostname or ""):
            raise self._refusal(name, "must be memory://, redis://HOST... or rediss://HOST...")
        if not re.fullmatch(r"(/\d{0,4})?", parts.path) or parts.query or parts.fragment:
            raise self._refusal(name, "must end with the number of a database")
        return raw

    def mail_url(self, name: str) -> str:
        """Return the address of a mail server with the sender in ``?from=``, or an empty text."""
        raw = self.text(name)
        if not raw:
            return ""
        parts = self._address(name, raw)
        if parts.scheme not in {"smtp", "smtps"} or not _is_host(parts.hostname or ""):
            raise self._refusal(name, "must start with smtp:// or smtps:// and name a host")
        if parts.path.strip("/") or parts.fragment:
            raise self._refusal(name, "must name a server and no path")
        asked = parse_qs(parts.query, keep_blank_values=True)
        is_known = asked.keys() <= {"from"} and all(len(each) == 1 for each in asked.values())
        senders = [each for values in asked.values() for each in values]
        if not is_known or not all(map(MAIL_ADDRESS.fullmatch, senders)):
            raise self._refusal(name, "may only say ?from=SENDER@HOST behind the server")
        return raw

    def database_url(self, name: str, *, instance: Path) -> str:
        """Return the address of the database: a PostgreSQL, or a file of SQLite."""
        raw = self.text(name, f"sqlite:///{instance / 'portal.db'}")
        for plain in ("postgresql://", "postgres://"):
            if raw.startswith(plain):
                raw = "postgresql+psycopg://" + raw.removeprefix(plain)
        try:
            url = make_url(raw)
        except (ArgumentError, ValueError):
            url = URL.create("none")
        is_named = (url.database or "").strip("/") not in {"", ".", ":memory:"}
        is_known = url.drivername in {"sqlite", "postgresql+psycopg"} and _is_port(url.port)
        if not is_named or not is_known:
            raise self._refusal(name, "must be postgresql://USER@HOST/NAME or sqlite:///FILE")
        if url.drivername == "sqlite" and (url.query or not _can_be_database(str(url.database))):
            raise self._refusal(name, "must name a file behind sqlite:///, and no more")
        return raw

    def secret(self, name: str) -> str:
        """Return a secret that nobody can guess, or an empty text."""
        raw = self.text(name)
        if raw and (len(raw) < SHORTEST_SECRET or len(set(raw)) < LEAST_SIGNS):
            raise self._refusal(
                name,
                f"must have {SHORTEST_SECRET} characters or more, drawn by chance "
                '(python3 -c "import secrets; print(secrets.token_hex(32))")',
            )
        return raw

    def public_key(self, name: str) -> str:
        """Return a public key of 32 bytes in base64, or an empty text."""
        raw = self.text(name)
        if not raw:
            return ""
        try:
            key = base64.b64decode(raw, validate=True)
        except (binascii.Error, ValueError) as error:
            raise self._refusal(name, "must be 32 bytes in base64") from error
        if len(key) != KEY_BYTES or len(set(key)) < LEAST_SIGNS or not _takes_secrets(key):
            raise self._refusal(name, "must be a public key: 32 bytes in base64")
        return raw

    def _address(self, name: str, raw: str) -> SplitResult:
        try:
            parts = urlsplit(raw)
            is_sound = parts.port is None or parts.port > 0
        except ValueError as error:
            raise self._refusal(name, "is not an address") from error
        if not is_sound:
            raise self._refusal(name, "is not an address")
        return parts

    def _refusal(self, name: str, why: str) -> InvalidSetting:
        return InvalidSetting(f"{PREFIX}{name} {why}.")


def _is_host(text: str) -> bool:
    if HOST.fullmatch(text):
        return True
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_port(number: int | None) -> bool:
    return number is None or 0 < number <= HIGHEST_PORT


def _can_be_folder(path: Path) -> bool:
    """Return whether a folder of the portal's own is at ``path``, or could be made there."""
    try:
        there = next(each for each in (path, *path.parents) if each.exists())
        return there.is_dir() and not _is_of_others(path.resolve())
    except OSError:
        return False


def _is_of_others(path: Path) -> bool:
    """Return whether a folder is the system's, or holds the code: the portal would close it."""
    return bool(SYSTEM.fullmatch(str(path))) or CHECKOUT.is_relative_to(path)


def _can_be_database(name: str) -> bool:
    """Return whether a file of SQLite is at ``name``, or could be made there."""
    path = Path(name)
    try:
        if not path.exists() or (path.is_file() and not path.stat().st_size):
            return True
        with path.open("rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except PermissionError:
        # Whether it may be opened is said where it is.
        return path.is_file()
    except OSError:
        return False


def _takes_secrets(key: bytes) -> bool:
    """Return whether something can be sealed to ``key``; a few public keys open for everybody."""
    try:
        SealedBox(PublicKey(key)).encrypt(b"")
    except SealingFailed:
        return False
    return True
