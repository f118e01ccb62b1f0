"""Every setting refuses what it cannot be, in one line that repeats no secret."""

import base64
import dataclasses
from pathlib import Path

import pytest

from portal.settings import InvalidSetting, Settings

GOOD_SECRET = "0123456789abcdef" * 4
KEY = base64.b64encode(bytes(range(32))).decode()
# What nothing may be: control signs, a line break, endless text.
ALWAYS = ("a\x00b", "a\nb", "\x1b[31m", "x" * 5000)
ADDRESSES = ("HTTPS://kota.id", "kota.id", "//kota.id", "javascript:alert(1)", "https://", "a b")
NUMBERS = (
    "-1",
    "1.5",
    "1e3",
    "ten",
    "٣",
    "99999999999999999999",
    "0x10",
    "+1",
    "00000000099999999999",
)

DAYS = (*NUMBERS, "0", "100000", "0000000310000000000")
ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("/", __file__, f"{__file__}/below", "n" * 300, "~/portal", "https://kota.id")
# What the portal would take from the whole machine: it closes its folders to all others.
FOLDERS = (*FOLDERS, "/etc", "/var/../etc", "/tmp", str(ROOT), str(ROOT.parent), ".", "..")
# Each field of the settings with values that it must refuse; a new field is missing here, and
# the first test says so.
HOSTILE: dict[str, tuple[str, ...]] = {
    "instance_dir": FOLDERS,
    "database_url": (
        *ADDRESSES,
        "mysql://kota@host/portal",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "postgresql://kota@host",
        "postgresql://kota@host/",
        "postgresql+asyncpg://kota@host/portal",
        "postgresql://kota@host:70000/portal",
        "sqlite:////tmp",
        "sqlite:////etc/passwd",
        f"sqlite:///{__file__}",
        "sqlite:////srv/portal.db?mode=ro",
        "sqlite:///file:x?mode=memory&uri=true",
        f"sqlite:////{'n' * 300}",
    ),
    "limiter_url": (
        *ADDRESSES,
        "memory",
        "memory://elsewhere",
        "memcached://host",
        "redis://",
        "redis://host:0/0",
        "redis://host:port/0",
        "redis://host/name",
        "redis://host/0?socket_timeout=x",
        "redis://host/0#1",
        "redis://999.1.1.1/0",
    ),
    "secret_key": ("a", "change-me", "x" * 64, "ab" * 32, "short but with many signs 123"),
    "keys_dir": FOLDERS,
    "escrow_dir": FOLDERS,
    "files_dir": FOLDERS,
    "recovery_key": (
        "nonsense",
        "====",
        base64.b64encode(b"short").decode(),
        base64.b64encode(bytes(32)).decode(),
        base64.b64encode(bytes(range(33))).decode(),
        base64.urlsafe_b64encode(b"\xff" * 32).decode(),
        # A point of low order: what is sealed to it opens for everybody, so nothing is sealed.
        "4Ot6fDtBuK4WVuP68Z/EatoJjeucMrH9hmIFFl9JuAA=",
    ),
    "timezone": ("Asia/Nowhere", "../etc/passwd", "/etc/localtime", "UTC+7", "."),
    "city_name": ("<script>alert(1)</script>", "k" * 81, "{{ config }}"),
    "city_colour": ("red", "#12", "#00205b", "#ffd700", "url(//e)", "#1976d2;x"),
    "city_emblem": ("svg", "svg-0", "../etc/passwd", "gif-" + "0" * 64),
    "city_contact": ("<script>alert(1)</script>", "k" * 81, "{{ config }}"),
    "public_url": (
        *ADDRESSES,
        "HTTPS://KOTA.ID",
        "https://KOTA.id",
        "Http://kota.id",
        "https:kota.id",
        "https:///kota.id",
        "https://kota.id/portal",
        "https://kota.id//",
        "/",
        "https://1234",
        "https://kota.id?a=b",
        "https://kota.id#a",
        "https://kota.id:",
        "https://kota.id:0",
        "https://kota.id:70000",
        "https://admin@kota.id",
        "https://admin:rahasia@kota.id",
        "https://@kota.id",
        "https://kota_a.id",
        "https://kota.id\\@lain.id",
        "https://-kota.id",
        "https://kota..id",
        "https://[::1",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://kota.id",
    ),
    "trusted_proxies": (*NUMBERS, "6", "100"),
    "demo": ("yes", "true", "2", "on"),
    "kiosk_audio": ("yes", "true", "2", "on"),
    "host": (
        "0.0.0.0:8000",
        "http://127.0.0.1",
        "a b",
        "-x",
        "127.0.0.1/8",
        "::1::2",
        "*",
        "0",
        "999.1.1.1",
    ),
    "mail_url": (
        *ADDRESSES,
        "http://mail.id",
        "imap://mail.id",
        "smtp://",
        "smtp://user:rahasia@",
        "smtp://mail.id:0",
        "smtp://mail.id:mail",
        "smtp://mail.id?from=nobody",
        "smtp://mail.id?from=a@b.id&from=c@d.id",
        "smtp://mail.id?to=a@b.id",
        "smtp://mail.id/inbox",
        "smtp://mail.id#a",
        "smtp://mail.id?from=a@b.id%0aBcc:c@d.id",
    ),
    "officer_label": ("face", "Name"),
    "element_codes": ("u8", "Regulation"),
    "not_experienced": ("cost;drop", "Cost", "../x"),
    "open_network_per_day": NUMBERS,
    "open_desk_per_hour": NUMBERS,
    "presence_desk_per_day": NUMBERS,
    "presence_network_per_day": NUMBERS,
    "presence_grants_per_code": NUMBERS,
    "complaint_verify_days": DAYS,
    "complaint_answer_days": DAYS,
    "complaint_response_days": DAYS,
    "complaint_keep_days": (*DAYS, "1", "29", "3661"),
    "comment_keep_days": (*DAYS, "1", "29", "3661"),
    "inspectorate": ("Inspektorat", "a b", "-a", "a--b", "../a", "a;b"),
    "log_format": ("xml", "JSON"),
    "backup_dir": FOLDERS,
    "backup_keep": (*DAYS, "3661"),
}
GOOD: dict[str, tuple[str, ...]] = {
    "database_url": (
        "postgres://kota@host/portal",
        "postgresql://kota:p%40ss@[::1]:5433/portal?sslmode=require",
        "postgresql+psycopg:///portal?host=/run/postgresql",
        "sqlite:////srv/portal.db",
    ),
    "limiter_url": ("memory://", "redis://limits:6379/0", "rediss://:secret@host", "redis://a_b/1"),
    "secret_key": (GOOD_SECRET, "a key for the tests and nothing else"),
    "timezone": ("Asia/Makassar", "UTC"),
    "city_name": ("Kota Banda Aceh", "Kab. Pangkajene & Kepulauan"),
    "public_url": (
        "https://suara.kota.go.id",
        "https://suara.kota.go.id/",
        "https://suara.kota.go.id:8443",
        "http://127.0.0.1:8000",
        "http://[::1]:8000",
    ),
    "trusted_proxies": ("0", "5"),
    "host": ("0.0.0.0", "::", "localhost"),
    "mail_url": (
        "smtp://user:p%40ss@mail.id:587?from=portal@kota.id",
        "smtps://mail.id",
        "smtp://localhost:25?from=a%40b.id",
    ),
    "open_desk_per_hour": ("0", "1000000"),
    "complaint_keep_days": ("30", "3660"),
    "inspectorate": ("inspektorat", "dinas-2"),
    "backup_keep": ("1",),
}


def read(folder: Path, **variables: str) -> Settings:
    environ = {"PORTAL_INSTANCE_DIR": str(folder), "PORTAL_SECRET_KEY": GOOD_SECRET}
    environ |= {f"PORTAL_{name.upper()}": value for name, value in variables.items()}
    return Settings.from_env(environ)


def cases(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(name, value) for name, values in table.items() for value in values]


def beside(name: str, folder: Path) -> dict[str, str]:
    """Return what has to stand beside a setting so that only that one can be at fault."""
    if name == "recovery_key":
        return {"escrow_dir": str(folder / "escrow")}
    return {"recovery_key": KEY} if name == "escrow_dir" else {}


def test_every_setting_has_values_that_it_refuses() -> None:
    assert set(HOSTILE) == {field.name for field in dataclasses.fields(Settings)}


@pytest.mark.parametrize(("name", "value"), cases(HOSTILE))
def test_a_hostile_value_is_refused_by_name_in_one_line(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(InvalidSetting, match=rf"^PORTAL_{name.upper()} ") as caught:
        read(tmp_path, **beside(name, tmp_path), **{name: value})

    assert "\n" not in str(caught.value)
    assert "rahasia" not in str(caught.value)


@pytest.mark.parametrize("name", sorted(HOSTILE))
@pytest.mark.parametrize("value", ALWAYS, ids=("nul", "line", "escape", "endless"))
def test_no_setting_takes_what_cannot_be_printed(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(InvalidSetting, match=rf"^PORTAL_{name.upper()} "):
        read(tmp_path, **beside(name, tmp_path), **{name: value})


@pytest.mark.parametrize(("name", "value"), cases(GOOD))
def test_a_sound_value_is_taken(tmp_path: Path, name: str, value: str) -> None:
    read(tmp_path, **{name: value})


@pytest.mark.parametrize("name", ["escrow_dir", "backup_dir"])
@pytest.mark.parametrize("below", [".", "copies", "../keys", "../elsewhere/../keys/copies"])
def test_copies_do_not_lie_where_the_keys_are(tmp_path: Path, name: str, below: str) -> None:
    folder = str(tmp_path / "keys" / below)

    with pytest.raises(InvalidSetting, match=rf"^PORTAL_{name.upper()} lies in PORTAL_KEYS_DIR"):
        read(tmp_path, **beside(name, tmp_path), keys_dir=str(tmp_path / "keys"), **{name: folder})


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("PUBLC_URL", "PORTAL_PUBLC_URL is no setting; is PORTAL_PUBLIC_URL meant?"),
        ("public_url", "PORTAL_public_url is no setting; is PORTAL_PUBLIC_URL meant?"),
        ("", "PORTAL_ is no setting."),
        ("X\n\x1b[31m", "PORTAL_X\\n\\x1b[31m is no setting."),
    ],
)
def test_a_variable_that_is_no_setting_is_not_left_out_in_silence(name: str, said: str) -> None:
    with pytest.raises(InvalidSetting) as refusal:
        Settings.from_env({f"PORTAL_{name}": "https://rahasia.id"})

    assert str(refusal.value) == said
