"""Everything an operator can set, read once from the environment and then frozen."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from portal.setting_values import NONE, PREFIX, InvalidSetting, SettingReader

__all__ = ["NONE", "PREFIX", "InvalidSetting", "Settings"]
MOST_PROXIES = 5
MOST_PER_DAY = 1_000_000
MOST_WORKING_DAYS = 60
# Texts are kept a month at least, so that appeals can be decided, and ten years at most.
LEAST_KEPT_DAYS, MOST_KEPT_DAYS = 30, 3660
MOST_BACKUPS = 3660
OFFICER_LABELS = ("name", "number")
# By which list the codes U1 to U9 are shown: the regulation's body, or its questionnaire.
ELEMENT_CODES = ("regulation", "questionnaire")
# What the city's colour is seen on: the head of light and of dark pages. A test compares both with
# the style sheet. A mark that is no text needs this contrast with what is beside it (WCAG 1.4.11).
HEAD_COLOURS = ("#f1f6f5", "#182524")
LEAST_CONTRAST = 3.0
COLOUR = re.compile(r"#[0-9a-f]{6}", re.ASCII)
# An uploaded coat of arms: its kind and the fingerprint of its bytes.
EMBLEM = re.compile(r"(svg|png)-[0-9a-f]{64}", re.ASCII)
# How long what the city decides, and why, may be, in characters.
VALUE_LENGTH = 80
LEAST_REASON, REASON_LENGTH = 10, 300
# What the page of the city's settings decides; a variable holds until it does.
CITY_CHOICES = (
    "CITY_NAME",
    "CITY_CONTACT",
    "CITY_COLOUR",
    "CITY_EMBLEM",
    "INSPECTORATE",
    "OFFICER_LABEL",
    "ELEMENT_CODES",
    "COMPLAINT_VERIFY_DAYS",
    "COMPLAINT_ANSWER_DAYS",
    "COMPLAINT_RESPONSE_DAYS",
    "COMPLAINT_KEEP_DAYS",
    "COMMENT_KEEP_DAYS",
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The operator's choices; one field a variable ``PORTAL_<FIELD>`` (see docs/settings.md).

    ``secret_key`` is empty where no variable holds it, until ``storage.lasting_keys.secret_file``
    reads it from the instance folder.
    """

    instance_dir: Path
    database_url: str
    limiter_url: str
    secret_key: str
    keys_dir: Path
    escrow_dir: Path | None
    recovery_key: str
    timezone: str
    city_name: str
    city_contact: str
    city_colour: str
    city_emblem: str
    public_url: str
    trusted_proxies: int
    demo: bool
    host: str
    mail_url: str
    officer_label: str
    element_codes: str
    kiosk_audio: bool
    not_experienced: tuple[str, ...]
    open_network_per_day: int
    open_desk_per_hour: int
    presence_desk_per_day: int
    presence_grants_per_code: int
    presence_network_per_day: int
    complaint_verify_days: int
    complaint_answer_days: int
    complaint_response_days: int
    complaint_keep_days: int
    comment_keep_days: int
    inspectorate: str
    log_format: str
    files_dir: Path | None
    backup_dir: Path | None
    backup_keep: int

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings from ``environ`` (the process environment when None).

        :raises InvalidSetting: when a value cannot be used.
        """
        read = SettingReader(os.environ if environ is None else environ)
        read.refuse_unknown({field.name.upper() for field in fields(cls)})
        instance = read.folder("INSTANCE_DIR") or Path("instance").absolute()
        public_url = read.public_url("PUBLIC_URL")
        return cls(
            instance_dir=instance,
            database_url=read.database_url("DATABASE_URL", instance=instance),
            limiter_url=read.limiter_url("LIMITER_URL"),
            secret_key=read.secret("SECRET_KEY"),
            keys_dir=read.folder("KEYS_DIR") or instance / "keys",
            escrow_dir=read.folder("ESCROW_DIR"),
            recovery_key=read.public_key("RECOVERY_KEY"),
            timezone=read.timezone("TIMEZONE", "Asia/Jakarta"),
            public_url=public_url,
            trusted_proxies=read.count("TRUSTED_PROXIES", 0, most=MOST_PROXIES),
            demo=read.flag("DEMO", default=not public_url.startswith("https://")),
            host=read.host("HOST", "127.0.0.1"),
            mail_url=read.mail_url("MAIL_URL"),
            kiosk_audio=read.flag("KIOSK_AUDIO", default=False),
            not_experienced=read.words("NOT_EXPERIENCED"),
            log_format=read.choice("LOG_FORMAT", ("plain", "json")),
            files_dir=read.folder("FILES_DIR"),
            backup_dir=read.folder("BACKUP_DIR"),
            **(_counts(read) | _of_the_city(read)),
        ).checked()

    def with_choices(self, choices: Mapping[str, str]) -> "Settings":
        """Return these settings with what the city decided on its page.

        :param choices: values as a variable would hold them, by the names in ``CITY_CHOICES``.
        :raises InvalidSetting: when one of them cannot be used.
        """
        read = SettingReader({PREFIX + name: value for name, value in choices.items()})
        known = _of_the_city(read)
        decided = {name: value for name, value in known.items() if name.upper() in choices}
        return replace(self, **decided)

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
        _check_folders(self)
        return self


def _of_the_city(read: SettingReader) -> dict[str, Any]:
    """Return what no machine needs before the database is there: the city may decide it later."""
    working_days = {"least": 1, "most": MOST_WORKING_DAYS}
    kept_days = {"least": LEAST_KEPT_DAYS, "most": MOST_KEPT_DAYS}
    return {
        "city_name": read.title("CITY_NAME", "Kota Contoh"),
        "city_contact": read.title("CITY_CONTACT", ""),
        "city_colour": _colour(read, "CITY_COLOUR"),
        "city_emblem": read.like(
            "CITY_EMBLEM", pattern=EMBLEM, why="is set by the page of the city's settings"
        ),
        "inspectorate": read.code("INSPECTORATE"),
        "officer_label": read.choice("OFFICER_LABEL", OFFICER_LABELS),
        "element_codes": read.choice("ELEMENT_CODES", ELEMENT_CODES),
        "complaint_verify_days": read.count("COMPLAINT_VERIFY_DAYS", 3, **working_days),
        "complaint_answer_days": read.count("COMPLAINT_ANSWER_DAYS", 5, **working_days),
        "complaint_response_days": read.count("COMPLAINT_RESPONSE_DAYS", 10, **working_days),
        "complaint_keep_days": read.count("COMPLAINT_KEEP_DAYS", 365, **kept_days),
        "comment_keep_days": read.count("COMMENT_KEEP_DAYS", 365, **kept_days),
    }


def _colour(read: SettingReader, name: str) -> str:
    """Return a colour that is seen on light and on dark pages, or an empty text.

    :raises InvalidSetting: for what is no colour, or one that is too pale or too dark.
    """
    colour = read.like(name, pattern=COLOUR, why="must be a colour such as #1976d2")
    if colour and min(contrasts(colour)) < LEAST_CONTRAST:
        light, dark = contrasts(colour)
        raise InvalidSetting(
            f"{PREFIX}{name} reaches a contrast of {light:.1f} on light and {dark:.1f} on dark "
            f"pages; both must be {LEAST_CONTRAST:.0f} at least."
        )
    return colour


def contrasts(colour: str) -> tuple[float, float]:
    """Return the contrasts of ``#rrggbb`` with the head of light and of dark pages, 1 to 21."""
    light, dark = (_contrast(colour, each) for each in HEAD_COLOURS)
    return light, dark


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by WCAG 2, cut to two decimals: never more than it is."""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return int((lighter + 0.05) / (darker + 0.05) * 100) / 100


def _luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` by WCAG 2, 0 (black) to 1 (white)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _counts(read: SettingReader) -> dict[str, int]:
    """Return the numbers of a day or an hour, and of backups; zero ratings close a way in."""
    per_day = {"least": 0, "most": MOST_PER_DAY}
    defaults: dict[str, tuple[int, dict[str, int]]] = {
        "open_network_per_day": (100, per_day),
        "open_desk_per_hour": (60, per_day),
        "presence_desk_per_day": (200, per_day),
        "presence_network_per_day": (100, per_day),
        "presence_grants_per_code": (4, {"least": 1, "most": MOST_PER_DAY}),
        "backup_keep": (14, {"least": 1, "most": MOST_BACKUPS}),
    }
    return {
        name: read.count(name.upper(), default, **bounds)
        for name, (default, bounds) in defaults.items()
    }


def _check_folders(settings: Settings) -> None:
    """Refuse folders of which one would open what the other closes.

    :raises InvalidSetting: when copies of keys, or backups, lie where the keys are.
    """
    keys = settings.keys_dir.resolve()
    for name, named in (("ESCROW", settings.escrow_dir), ("BACKUP", settings.backup_dir)):
        folder = None if named is None else named.resolve()
        if folder is not None and keys in (folder, *folder.parents):
            raise InvalidSetting(
                f"PORTAL_{name}_DIR lies in PORTAL_KEYS_DIR: what is lost or stolen there goes "
                "with the keys. Name a folder on another disk."
            )
