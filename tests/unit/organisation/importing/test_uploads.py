"""Files between preview and yes: an hour, counted from both sides."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portal.organisation.importing.uploads import KEPT_FOR, UploadGone, keep_upload, kept_upload


def aged(folder: Path, *, age: timedelta, now: datetime) -> str:
    """Keep a file that was written ``age`` ago by its own date."""
    token = keep_upload(folder, b"rows", account_id=1, now=now)
    moment = (now - age).timestamp()
    os.utime(folder / "uploads" / f"1-{token}", (moment, moment))
    return token


@pytest.mark.parametrize("age", [KEPT_FOR + timedelta(seconds=1), timedelta(days=-61)])
def test_a_file_that_is_over_or_of_the_future_is_gone(tmp_path: Path, age: timedelta) -> None:
    now = datetime.now(UTC)
    token = aged(tmp_path, age=age, now=now)

    with pytest.raises(UploadGone):
        kept_upload(tmp_path, token, account_id=1, now=now)
    keep_upload(tmp_path, b"another", account_id=1, now=now)
    assert len(list((tmp_path / "uploads").iterdir())) == 1


def test_a_file_is_there_within_its_hour(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    token = aged(tmp_path, age=KEPT_FOR - timedelta(minutes=1), now=now)

    assert kept_upload(tmp_path, token, account_id=1, now=now) == b"rows"
