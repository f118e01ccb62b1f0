"""What an operator may set, and what is refused with a remedy."""

from pathlib import Path

import pytest

from portal.settings import InvalidSetting, Settings


def read(folder: Path, **variables: str) -> Settings:
    environ = {"PORTAL_INSTANCE_DIR": str(folder)}
    environ.update({f"PORTAL_{name}": value for name, value in variables.items()})
    return Settings.from_env(environ)


def test_an_empty_environment_gives_an_embedded_database_and_a_demonstration(
    tmp_path: Path,
) -> None:
    settings = read(tmp_path)

    assert settings.database_url == f"sqlite:///{tmp_path / 'portal.db'}"
    assert settings.limiter_url == "memory://"
    assert settings.timezone == "Asia/Jakarta"
    assert settings.demo is True
    assert settings.host == "127.0.0.1"


@pytest.mark.parametrize("scheme", ["postgres://", "postgresql://", "postgresql+psycopg://"])
def test_a_postgresql_address_is_served_by_psycopg(tmp_path: Path, scheme: str) -> None:
    settings = read(tmp_path, DATABASE_URL=f"{scheme}city@127.0.0.1/portal")

    assert settings.database_url == "postgresql+psycopg://city@127.0.0.1/portal"


def test_reading_settings_makes_no_secret_key(tmp_path: Path) -> None:
    assert read(tmp_path).secret_key == ""
    assert list(tmp_path.iterdir()) == []


def test_a_real_address_means_no_demonstration(tmp_path: Path) -> None:
    settings = read(tmp_path, PUBLIC_URL="https://suara.example.go.id/")

    assert settings.demo is False
    assert settings.is_https is True
    assert settings.public_url == "https://suara.example.go.id"


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"DEMO": "1", "PUBLIC_URL": "https://suara.example.go.id"}, "PORTAL_DEMO"),
        ({"DEMO": "yes"}, "PORTAL_DEMO"),
        ({"TRUSTED_PROXIES": "-1"}, "PORTAL_TRUSTED_PROXIES"),
        ({"TIMEZONE": "Asia/Nowhere"}, "PORTAL_TIMEZONE"),
        ({"TIMEZONE": "../etc/passwd"}, "PORTAL_TIMEZONE"),
        ({"OFFICER_LABEL": "face"}, "PORTAL_OFFICER_LABEL"),
    ],
)
def test_a_value_the_portal_cannot_run_with_is_refused_by_name(
    tmp_path: Path, variables: dict[str, str], named: str
) -> None:
    with pytest.raises(InvalidSetting, match=named):
        read(tmp_path, **variables)


def test_elements_that_may_be_skipped_are_read_as_words(tmp_path: Path) -> None:
    assert read(tmp_path, NOT_EXPERIENCED="complaints, cost").not_experienced == (
        "complaints",
        "cost",
    )


@pytest.mark.parametrize("url", ["http://mail.test", "mail.test", "imap://mail.test"])
def test_a_mail_address_of_another_kind_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(InvalidSetting, match="PORTAL_MAIL_URL "):
        Settings.from_env({"PORTAL_INSTANCE_DIR": str(tmp_path), "PORTAL_MAIL_URL": url})
