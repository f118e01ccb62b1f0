"""Everything an operator can set, read once from the environment and then frozen."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from portal.private_files import private_folder

PREFIX = "PORTAL_"
KEY_BYTES = 32


class InvalidSetting(ValueError):
    """A setting has a value the portal cannot run with; the text names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The operator's choices; one field a variable ``PORTAL_<FIELD>`` (README lists them)."""

    instance_dir: Path
    database_url: str
    limiter_url: str
    secret_key: str
    keys_dir: Path
    escrow_dir: Path | None
    recovery_key: str
    timezone: str
    city_name: str
    public_url: str
    trusted_proxies: int
    demo: bool
    host: str
    mail_url: str
    officer_label: str
    not_experienced: tuple[str, ...]
    open_network_per_day: int
    open_desk_per_hour: int
    presence_desk_per_day: int
    complaint_verify_days: int
    complaint_answer_days: int
    complaint_response_days: int
    complaint_keep_days: int
    comment_keep_days: int
    inspectorate: str
    log_format: str
    backup_dir: Path | None
    backup_keep: int

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings from ``environ`` (the process environment when None).

        :raises InvalidSetting: when a value cannot be used.
        """
        read = _Reader(os.environ if environ is None else environ)
        instance = Path(read.text("INSTANCE_DIR", "instance")).absolute()
        public_url = read.text("PUBLIC_URL", "").rstrip("/")
        return cls(
            instance_dir=instance,
            database_url=read.database_url(instance),
            limiter_url=read.text("LIMITER_URL", "memory://"),
            secret_key=read.text("SECRET_KEY", "") or _kept_secret(instance),
            keys_dir=Path(read.text("KEYS_DIR", str(instance / "keys"))).absolute(),
            escrow_dir=read.folder("ESCROW_DIR"),
            recovery_key=read.text("RECOVERY_KEY", ""),
            timezone=read.timezone(),
            city_name=read.text("CITY_NAME", "Kota Contoh"),
            public_url=public_url,
            trusted_proxies=read.count("TRUSTED_PROXIES", 0),
            demo=read.flag("DEMO", default=not public_url.startswith("https://")),
            host=read.text("HOST", "127.0.0.1"),
            mail_url=read.mail_url(),
            officer_label=read.choice("OFFICER_LABEL", ("name", "number")),
            not_experienced=read.words("NOT_EXPERIENCED"),
            open_network_per_day=read.count("OPEN_NETWORK_PER_DAY", 100),
            open_desk_per_hour=read.count("OPEN_DESK_PER_HOUR", 60),
            presence_desk_per_day=read.count("PRESENCE_DESK_PER_DAY", 200),
            complaint_verify_days=read.count("COMPLAINT_VERIFY_DAYS", 3),
            complaint_answer_days=read.count("COMPLAINT_ANSWER_DAYS", 5),
            complaint_response_days=read.count("COMPLAINT_RESPONSE_DAYS", 10),
            complaint_keep_days=read.count("COMPLAINT_KEEP_DAYS", 365),
            comment_keep_days=read.count("COMMENT_KEEP_DAYS", 365),
            inspectorate=read.text("INSPECTORATE", ""),
            log_format=read.choice("LOG_FORMAT", ("plain", "json")),
            backup_dir=read.folder("BACKUP_DIR"),
            backup_keep=read.count("BACKUP_KEEP", 14),
        ).checked()

    @property
    def is_https(self) -> bool:
        """Whether citizens reach the portal over TLS, which decides cookie names and HSTS."""
        return self.public_url.startswith("https://")

    def checked(self) -> "Settings":
        """Return self when the settings agree with each other.

        :raises InvalidSetting: for demonstration data under a real public address, or half
            of what a second copy of the keys needs.
        """
        if self.demo and self.is_https:
            raise InvalidSetting(
                "PORTAL_DEMO=1 is refused while PORTAL_PUBLIC_URL starts with https: "
                "demonstration figures must never look real. Set PORTAL_DEMO=0."
            )
        if bool(self.recovery_key) != (self.escrow_dir is not None):
            raise InvalidSetting(
                "PORTAL_RECOVERY_KEY and PORTAL_ESCROW_DIR belong together: the second copy of "
                "a day's key is sealed to the one and lies in the other. Set both or neither."
            )
        return self


class _Reader:
    """Turns the text of environment variables into checked values."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def text(self, name: str, default: str) -> str:
        return self._environ.get(PREFIX + name, "").strip() or default

    def flag(self, name: str, *, default: bool) -> bool:
        raw = self.text(name, "1" if default else "0")
        if raw not in {"0", "1"}:
            raise InvalidSetting(f"{PREFIX}{name} must be 0 or 1, not {raw!r}.")
        return raw == "1"

    def count(self, name: str, default: int) -> int:
        raw = self.text(name, str(default))
        if not raw.isdecimal():
            raise InvalidSetting(f"{PREFIX}{name} must be a whole number, not {raw!r}.")
        return int(raw)

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        raw = self.text(name, allowed[0])
        if raw not in allowed:
            raise InvalidSetting(f"{PREFIX}{name} must be one of {', '.join(allowed)}.")
        return raw

    def mail_url(self) -> str:
        raw = self.text("MAIL_URL", "")
        if raw and not raw.startswith(("smtp://", "smtps://")):
            raise InvalidSetting(f"{PREFIX}MAIL_URL must start with smtp:// or smtps://.")
        return raw

    def words(self, name: str) -> tuple[str, ...]:
        return tuple(self.text(name, "").replace(",", " ").split())

    def folder(self, name: str) -> Path | None:
        raw = self.text(name, "")
        return Path(raw).absolute() if raw else None

    def timezone(self) -> str:
        name = self.text("TIMEZONE", "Asia/Jakarta")
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise InvalidSetting(f"{PREFIX}TIMEZONE is not a known time zone: {name}") from error
        return name

    def database_url(self, instance: Path) -> str:
        raw = self.text("DATABASE_URL", f"sqlite:///{instance / 'portal.db'}")
        for plain in ("postgresql://", "postgres://"):
            if raw.startswith(plain):
                return "postgresql+psycopg://" + raw.removeprefix(plain)
        return raw


def _kept_secret(instance: Path) -> str:
    """Return the key kept in ``instance``, made once with mode 0600; two starts agree on one."""
    path = instance / "secret_key"
    if not path.exists():
        private_folder(instance)
        _write_once(path, text=secrets.token_hex(KEY_BYTES))
    return path.read_text().strip()


def _write_once(path: Path, *, text: str) -> None:
    """Put ``text`` at ``path`` whole or not at all; whoever came first wins."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
